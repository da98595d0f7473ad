/// That a database was put back to a backup: what was done in it before may be gone.
public struct DatabaseRestore: Hashable, Sendable {
  /// When.
  public var at: Instant
  /// The run whose block did it, by its id, and the block; `nil` where a person did it by hand.
  public var run: String?, activity: String?

  /// Makes it from its parts.
  public init(at: Instant, run: String? = nil, activity: String? = nil) {
    self.at = at
    self.run = run
    self.activity = activity
  }
}

extension DatabaseRestore: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("activity", activity)
    writer.field("at", at)
    writer.optional("run", run)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.optional("activity")
    at = try reader.field("at")
    run = try reader.optional("run")
  }
}
