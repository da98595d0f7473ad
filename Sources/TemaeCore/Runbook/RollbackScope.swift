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
  /// The steps that one of the whole run undoes; `nil` where the document does not say.
  public var undoes: [String]?

  /// Whether the document says what it undoes.
  public var isSaid: Bool { step != nil || undoes != nil }

  /// Makes a scope from its parts.
  public init(
    title: String, line: Int, step: String? = nil, activities: [Activity] = [],
    undoes: [String]? = nil
  ) {
    self.title = title
    self.line = line
    self.step = step
    self.activities = activities
    self.undoes = undoes
  }
}
