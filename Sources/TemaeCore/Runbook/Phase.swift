/// A heading with steps below it.
public struct Phase: Hashable, Sendable, Codable, Identifiable {
  /// The phase's number, or a slug of its title; unique in the document.
  public var id: String
  /// The heading without number, offset and budget.
  public var title: String
  /// Where its range of offsets begins, in minutes from T.
  public var from: Int?
  /// Where its range of offsets ends, in minutes from T.
  public var to: Int?
  /// The heading's line.
  public var line: Int
  /// Its steps in document order.
  public var steps: [Step]

  /// Makes a phase from its parts.
  public init(
    id: String, title: String, from: Int? = nil, to: Int? = nil, line: Int, steps: [Step] = []
  ) {
    self.id = id
    self.title = title
    self.from = from
    self.to = to
    self.line = line
    self.steps = steps
  }
}
