/// A value that is a file of its own: its canonical form, and a line end.
public protocol CanonicalFile: CanonicalObject {}

extension CanonicalFile {
  /// Reads the file; line ends may follow.
  public init(bytes: [UInt8]) throws(CanonicalReader.Malformed) {
    var content = bytes
    while content.last == UInt8(ascii: "\n") { content.removeLast() }
    var reader = CanonicalReader(content)
    try self.init(from: &reader)
    try reader.end()
  }

  /// The file's bytes.
  public var fileBytes: [UInt8] {
    var writer = CanonicalWriter()
    write(to: &writer)
    return writer.bytes + [UInt8(ascii: "\n")]
  }
}
