/// A paused or halted run goes on.
public struct RunResumed: Hashable, Sendable {

  /// Makes it from its parts.
  public init() {}
}

extension RunResumed: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {}

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {}
}
