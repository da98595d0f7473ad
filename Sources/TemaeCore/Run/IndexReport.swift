/// What a database says of the indexes that a statement is about.
public struct IndexReport: Hashable, Sendable {
  /// The indexes, in the order of their object numbers.
  public var indexes: [IndexSighting]
  /// Who is still building one of them, in words for people.
  public var builders: [String]

  /// Makes it from its parts.
  public init(indexes: [IndexSighting], builders: [String] = []) {
    self.indexes = indexes
    self.builders = builders
  }
}
