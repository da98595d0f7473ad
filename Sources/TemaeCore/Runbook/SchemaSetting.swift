/// What a fence says about a schema: `schema`, `schema=`, `exact`, `scratch=`.
public struct SchemaSetting: Hashable, Sendable, Codable {
  /// Whether what a file does not declare is a difference, too.
  public var isExact: Bool
  /// The key of the database on whose server the file is applied; `nil` for a throwaway cluster.
  public var scratch: String?

  /// Makes a setting from its parts.
  public init(isExact: Bool = false, scratch: String? = nil) {
    self.isExact = isExact
    self.scratch = scratch
  }
}
