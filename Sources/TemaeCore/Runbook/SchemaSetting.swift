/// What a fence says about a schema: `schema`, `schema=`, `exact`, `given=`, `scratch=`.
public struct SchemaSetting: Hashable, Sendable, Codable {
  /// Whether what a file does not declare is a difference, too.
  public var isExact: Bool
  /// The file with what the declaring file needs and does not make: the platform.
  public var given: String?
  /// The key of the database on whose server the file is applied; `nil` for a throwaway cluster.
  public var scratch: String?

  /// Makes a setting from its parts.
  public init(isExact: Bool = false, given: String? = nil, scratch: String? = nil) {
    self.isExact = isExact
    self.given = given
    self.scratch = scratch
  }
}
