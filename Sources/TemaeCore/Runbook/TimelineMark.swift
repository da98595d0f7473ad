/// One row of the document's schedule.
public struct TimelineMark: Hashable, Sendable, Codable {
  /// Minutes from T.
  public var offset: Int
  /// What is to happen.
  public var title: String
  /// Its line.
  public var line: Int

  /// Makes a mark from its parts.
  public init(offset: Int, title: String, line: Int) {
    self.offset = offset
    self.title = title
    self.line = line
  }
}
