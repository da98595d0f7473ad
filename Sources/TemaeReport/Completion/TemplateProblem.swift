/// Why a template cannot be filled.
public struct TemplateProblem: Error, Hashable {
  /// The line, from 1.
  public let line: Int
  /// What is wrong there, and which names there are.
  public let text: String
}
