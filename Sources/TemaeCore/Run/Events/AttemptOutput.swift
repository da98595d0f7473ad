/// A piece of what an attempt printed, with secrets masked.
public struct AttemptOutput: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// The masked bytes.
  public var content: Commitment
  /// Where the stream goes on after the piece, before masking; what lies between two pieces was not
  /// kept.
  public var end: Int?
  /// Where the piece begins in the stream before masking, in bytes.
  public var offset: Int
  /// Which stream.
  public var stream: OutputStream

  /// Makes it from its parts.
  public init(
    activity: String, attempt: Int, content: Commitment, end: Int? = nil, offset: Int,
    stream: OutputStream
  ) {
    self.activity = activity
    self.attempt = attempt
    self.content = content
    self.end = end
    self.offset = offset
    self.stream = stream
  }
}

extension AttemptOutput: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("content", content)
    writer.optional("end", end)
    writer.field("offset", offset)
    writer.field("stream", stream)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    content = try reader.field("content")
    end = try reader.optional("end")
    offset = try reader.field("offset")
    stream = try reader.field("stream")
  }
}
