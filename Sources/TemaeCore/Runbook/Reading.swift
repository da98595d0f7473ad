/// How a heading or a block was read, and by which rule.
public struct Reading: Hashable, Sendable, Codable {
  /// The line.
  public var line: Int
  /// The heading's text or the fence's info string.
  public var source: String
  /// What it became: `phase`, `step`, `prerequisites`, `remedy`, `change`, `not run` and so on.
  public var meaning: String
  /// The rule: `rung a`, `section class: gates`, `role .check`, `static test: placeholder` and so on.
  public var rule: String

  /// Makes a reading from its parts.
  public init(line: Int, source: String, meaning: String, rule: String) {
    self.line = line
    self.source = source
    self.meaning = meaning
    self.rule = rule
  }
}
