/// How one object of a copy is not as it was.
public struct RehearsalDifference: Hashable, Sendable {
  /// The object, or the one that it is a part of.
  public var object: String
  /// What is different, in words that name it.
  public var words: String

  /// Makes a difference from its parts.
  public init(object: String, words: String) {
    self.object = object
    self.words = words
  }
}
