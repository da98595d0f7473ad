/// A person wrote something down.
public struct NoteAdded: Hashable, Sendable {
  /// What it is about.
  public var activity: String?
  /// The note.
  public var text: Commitment

  /// Makes it from its parts.
  public init(activity: String? = nil, text: Commitment) {
    self.activity = activity
    self.text = text
  }
}

extension NoteAdded: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("activity", activity)
    writer.field("text", text)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.optional("activity")
    text = try reader.field("text")
  }
}
