/// A part of a phase that happens at one time.
public struct Step: Hashable, Sendable, Codable, Identifiable {
  /// Its own number where that is unique in the document, else `phase.step`.
  public var id: String
  /// The heading without number, offset and budget.
  public var title: String
  /// When it is due, in minutes from T.
  public var offset: Int?
  /// When its range ends, in minutes from T.
  public var until: Int?
  /// Its line.
  public var line: Int
  /// Its planned duration.
  public var budgetSeconds: Int?
  /// The ids of the steps that must have succeeded before.
  public var needs: [String]
  /// What the document says about undoing it, where it carries no rollback block.
  public var undo: String?
  /// The line of the fact that makes it the point of no return; `nil` for other steps.
  public var pointOfNoReturn: Int?
  /// Every block and task item in document order, by-hand blocks too.
  public var activities: [Activity]

  /// Makes a step from its parts.
  public init(
    id: String, title: String, offset: Int? = nil, until: Int? = nil, line: Int,
    activities: [Activity] = []
  ) {
    self.id = id
    self.title = title
    self.offset = offset
    self.until = until
    self.line = line
    self.activities = activities
    needs = []
  }
}
