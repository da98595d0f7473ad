/// The driver holds a value for a secret; the value itself is never journaled.
public struct SecretSupplied: Hashable, Sendable {
  /// The activity that produced it; `nil` for one that the runbook declares.
  public var activity: String?
  /// By what the same value is known again: a digest under a key that is not in the journal.
  public var check: Digest?
  /// The secret's name; `@name` for a captured value.
  public var name: String

  /// Makes it from its parts.
  public init(activity: String? = nil, check: Digest? = nil, name: String) {
    self.activity = activity
    self.check = check
    self.name = name
  }
}

extension SecretSupplied: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("activity", activity)
    writer.optional("check", check)
    writer.field("name", name)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    activity = try reader.optional("activity")
    check = try reader.optional("check")
    name = try reader.field("name")
  }
}
