/// A person answered a question.
public struct ItemAnswered: Hashable, Sendable {
  /// The item, or the block that was to be confirmed.
  public var activity: String
  /// Yes or no.
  public var answer: ItemAnswer
  /// What the person added.
  public var note: Commitment?

  /// Makes it from its parts.
  public init(activity: String, answer: ItemAnswer, note: Commitment? = nil) {
    self.activity = activity
    self.answer = answer
    self.note = note
  }
}

extension ItemAnswered: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("answer", answer)
    writer.optional("note", note)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    answer = try reader.field("answer")
    note = try reader.optional("note")
  }
}
