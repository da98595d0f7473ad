/// Every step of the run has been dealt with.
public struct RunCompleted: Hashable, Sendable {
  /// How many things were not done as written.
  public var deviations: Int

  /// Makes it from its parts.
  public init(deviations: Int) {
    self.deviations = deviations
  }
}

extension RunCompleted: CanonicalObject {
  /// Writes the fields in the order of their keys.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("deviations", deviations)
  }

  /// Reads the fields in the order of their keys.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    deviations = try reader.field("deviations")
  }
}
