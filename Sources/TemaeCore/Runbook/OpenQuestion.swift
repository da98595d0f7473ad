/// Something in the document that can be read in more than one way.
public struct OpenQuestion: Hashable, Sendable, Codable {
  /// Its line.
  public var line: Int
  /// The question.
  public var text: String
  /// What to write into the document to answer it.
  public var annotations: [String]

  /// Makes a question from its parts.
  public init(line: Int, text: String, annotations: [String]) {
    self.line = line
    self.text = text
    self.annotations = annotations
  }
}
