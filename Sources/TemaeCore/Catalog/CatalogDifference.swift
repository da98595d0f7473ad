/// How one object of a catalog differs from what was expected.
public struct CatalogDifference: Hashable, Sendable {
  /// What is different about it.
  public enum Change: Hashable, Sendable {
    /// It was expected, and is not there.
    case missing
    /// It is there, and was not expected.
    case added
    /// It is there, and is not like what was expected.
    case changed([PropertyChange])
  }

  /// What one property was expected to be, and is.
  public struct PropertyChange: Hashable, Sendable {
    /// The property's name.
    public var property: String
    /// What was expected; `nil` for nothing.
    public var expected: String?
    /// What is there; `nil` for nothing.
    public var found: String?

    /// Makes a change from its parts.
    public init(property: String, expected: String?, found: String?) {
      self.property = property
      self.expected = expected
      self.found = found
    }
  }

  /// What the object is.
  public var kind: CatalogObject.Kind
  /// Its name.
  public var name: String
  /// The name of the object that it is a part of.
  public var parent: String?
  /// What is different.
  public var change: Change

  /// Makes a difference from its parts.
  public init(kind: CatalogObject.Kind, name: String, parent: String? = nil, change: Change) {
    self.kind = kind
    self.name = name
    self.parent = parent
    self.change = change
  }

  init(_ object: CatalogObject, _ change: Change) {
    self.init(kind: object.kind, name: object.name, parent: object.parent, change: change)
  }
}
