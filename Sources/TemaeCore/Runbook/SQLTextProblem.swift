/// A SQL text that cannot be split: something in it is never closed.
public struct SQLTextProblem: Error, Hashable, Sendable {
  /// The line of the text on which the unclosed part begins, from 1.
  public var line: Int
  /// What is unclosed, such as `a quoted string`.
  public var construct: String

  /// Makes a problem from its parts.
  public init(line: Int, construct: String) {
    self.line = line
    self.construct = construct
  }

  /// The problem in one sentence.
  public var message: String { "\(construct) that begins here is never closed" }
}
