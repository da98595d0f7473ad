/// One thing that is true of an object of the catalog: `notNull` is `yes`.
public struct CatalogProperty: Hashable, Sendable {
  /// Its name, as JSON has it: `rowSecurity`.
  public var name: String
  /// Its value, as the server words it.
  public var value: String

  /// Makes a property from its parts.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
