/// A group of items and blocks that is asked or checked together.
public struct Checklist: Hashable, Sendable, Codable {
  /// The heading.
  public var title: String
  /// The heading's line.
  public var line: Int
  /// Items and blocks in document order.
  public var activities: [Activity]

  /// Makes a checklist from its parts.
  public init(title: String, line: Int, activities: [Activity] = []) {
    self.title = title
    self.line = line
    self.activities = activities
  }
}
