/// What the commands of a runner inherit from it, beside their environment's other variables.
public struct Surroundings: Hashable, Sendable {
  /// The runner's working directory, absolute.
  public var directory: String
  /// `PATH`; empty where it is not set.
  public var path: String
  /// The umask as four octal digits.
  public var umask: String

  /// Makes it from its parts.
  public init(directory: String, path: String, umask: String) {
    self.directory = directory
    self.path = path
    self.umask = umask
  }
}

extension Surroundings: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("directory", directory)
    writer.field("path", path)
    writer.field("umask", umask)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    directory = try reader.field("directory")
    path = try reader.field("path")
    umask = try reader.field("umask")
  }
}
