/// The supervisor's record of the start, copied; it decides nothing.
public struct AttemptStarted: Hashable, Sendable {
  /// The activity.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// The command's process id.
  public var processID: Int

  /// Makes it from its parts.
  public init(activity: String, attempt: Int, processID: Int) {
    self.activity = activity
    self.attempt = attempt
    self.processID = processID
  }
}

extension AttemptStarted: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("pid", processID)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    processID = try reader.field("pid")
  }
}
