/// A repair to offer when a step fails.
public struct Remedy: Hashable, Sendable, Codable {
  /// The heading.
  public var title: String
  /// The heading's line.
  public var line: Int
  /// The step that it belongs to; `nil` when it may be offered for any step.
  public var step: String?
  /// Its blocks, each offered on its own.
  public var activities: [Activity]

  /// Makes a remedy from its parts.
  public init(title: String, line: Int, step: String? = nil, activities: [Activity] = []) {
    self.title = title
    self.line = line
    self.step = step
    self.activities = activities
  }
}
