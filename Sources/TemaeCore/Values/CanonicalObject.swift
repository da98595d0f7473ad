/// A value that is written as an object: its fields in ascending order of their keys.
public protocol CanonicalObject: CanonicalValue {
  /// Writes the fields.
  func writeFields(to writer: inout CanonicalWriter)

  /// Reads the fields that ``writeFields(to:)`` wrote.
  init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed)
}

extension CanonicalObject {
  /// Writes the fields between braces.
  public func write(to writer: inout CanonicalWriter) {
    writer.object { writeFields(to: &$0) }
  }

  /// Reads the fields between braces.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    let outer = try reader.beginObject()
    try self.init(fields: &reader)
    try reader.endObject(in: outer)
  }
}
