/// The machine stopped the run.
public struct RunHalted: Hashable, Sendable {
  /// The activity that it stopped at.
  public var activity: String?
  /// Why, in words of our own.
  public var detail: String
  /// Why.
  public var reason: HaltReason

  /// Makes it from its parts.
  public init(activity: String? = nil, detail: String, reason: HaltReason) {
    self.activity = activity
    self.detail = detail
    self.reason = reason
  }
}

extension RunHalted: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("activity", activity)
    writer.field("detail", detail)
    writer.field("reason", reason)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.optional("activity")
    detail = try reader.field("detail")
    reason = try reader.field("reason")
  }
}
