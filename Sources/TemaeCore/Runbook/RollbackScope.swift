/// A way back that the document describes.
public struct RollbackScope: Hashable, Sendable, Codable {
  /// The heading.
  public var title: String
  /// The heading's line.
  public var line: Int
  /// The step that it undoes; `nil` for the whole run.
  public var step: String?
  /// Its blocks and items in document order.
  public var activities: [Activity]

  /// Makes a scope from its parts.
  public init(title: String, line: Int, step: String? = nil, activities: [Activity] = []) {
    self.title = title
    self.line = line
    self.step = step
    self.activities = activities
  }
}
