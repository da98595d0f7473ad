/// A fact whose machinery this version does not have; the run is refused instead of ignoring it.
public struct UnsupportedFact: Hashable, Sendable, Codable {
  /// Its line.
  public var line: Int
  /// The fact, as written: `Approve: 2 of @dba`, `.watch every=`.
  public var fact: String

  /// Makes an entry from its parts.
  public init(line: Int, fact: String) {
    self.line = line
    self.fact = fact
  }
}
