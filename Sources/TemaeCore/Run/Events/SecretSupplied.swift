/// The driver holds a value for a secret; the value itself is never journaled.
public struct SecretSupplied: Hashable, Sendable {
  /// The secret's name.
  public var name: String

  /// Makes it from its parts.
  public init(name: String) {
    self.name = name
  }
}

extension SecretSupplied: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("name", name)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    name = try reader.field("name")
  }
}
