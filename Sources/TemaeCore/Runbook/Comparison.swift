/// What a result must be: `equals=`, `at-least=`, `at-most=`, `matches=`, `empty`, `unchanged` or
/// `schema=`.
public struct Comparison: Hashable, Sendable, Codable {
  /// How the result is compared.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// The same value.
    case equals
    /// A number that is not smaller.
    case atLeast = "at-least"
    /// A number that is not larger.
    case atMost = "at-most"
    /// A regular expression finds a match.
    case matches
    /// No rows, or no output.
    case empty
    /// The same as just before the step's first change.
    case unchanged
    /// The target's schema is what a file declares, or what was captured.
    case schema
  }

  /// How the result is compared.
  public var kind: Kind
  /// The literal, the regular expression without its slashes, the file, or the captured value's name.
  public var operand: String
  /// Whether the operand names a captured value (`@name`).
  public var isCaptured: Bool

  /// Makes a comparison from its parts.
  public init(kind: Kind, operand: String = "", isCaptured: Bool = false) {
    self.kind = kind
    self.operand = operand
    self.isCaptured = isCaptured
  }
}
