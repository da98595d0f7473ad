/// What must hold does not hold.
public struct CheckFailed: Hashable, Sendable {
  /// The check.
  public var activity: String
  /// The attempt's number, from 1.
  public var attempt: Int
  /// What the document asks for.
  public var expected: String
  /// What was found.
  public var found: Commitment?
  /// What was measured.
  public var report: AttemptReport

  /// Makes it from its parts.
  public init(
    activity: String, attempt: Int, expected: String, found: Commitment? = nil,
    report: AttemptReport
  ) {
    self.activity = activity
    self.attempt = attempt
    self.expected = expected
    self.found = found
    self.report = report
  }
}

extension CheckFailed: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("activity", activity)
    writer.field("attempt", attempt)
    writer.field("expected", expected)
    writer.optional("found", found)
    writer.field("report", report)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.field("activity")
    attempt = try reader.field("attempt")
    expected = try reader.field("expected")
    found = try reader.optional("found")
    report = try reader.field("report")
  }
}
