/// The driver let go of the run.
public struct LeaseReleased: Hashable, Sendable {

  /// Makes it from its parts.
  public init() {}
}

extension LeaseReleased: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {}

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {}
}
