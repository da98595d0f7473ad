/// A name with a text.
public struct NamedText: Hashable, Sendable {
  /// The name.
  public var name: String
  /// The text.
  public var text: String

  /// Makes it from its parts.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

extension NamedText: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("name", name)
    writer.field("text", text)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    name = try reader.field("name")
    text = try reader.field("text")
  }
}
