/// A table or sequence whose content could not be read, and why.
public struct UnreadContent: Hashable, Sendable {
  /// Its name, quoted where it must be.
  public var name: String
  /// Why, for people: a privilege, a policy, a lock.
  public var reason: String

  /// Makes it from its parts.
  public init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }
}

extension UnreadContent: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("name", name)
    writer.field("reason", reason)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    name = try reader.field("name")
    reason = try reader.field("reason")
  }
}
