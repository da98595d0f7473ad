/// A value that the journal's JSON can hold.
public protocol CanonicalValue {
  /// Writes the value.
  func write(to writer: inout CanonicalWriter)

  /// Reads a value that ``write(to:)`` wrote.
  init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed)
}
