/// Where a sequence stands.
public struct SequenceValue: Hashable, Sendable {
  /// The sequence's name, quoted where it must be.
  public var sequence: String
  /// Its last value, as decimal text: it may be larger than JSON's integers.
  public var lastValue: String
  /// Whether that value has been given out.
  public var isCalled: Bool

  /// Makes a sequence's value from its parts.
  public init(sequence: String, lastValue: String, isCalled: Bool) {
    self.sequence = sequence
    self.lastValue = lastValue
    self.isCalled = isCalled
  }
}

extension SequenceValue: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("isCalled", isCalled)
    writer.field("lastValue", lastValue)
    writer.field("sequence", sequence)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    isCalled = try reader.field("isCalled")
    lastValue = try reader.field("lastValue")
    sequence = try reader.field("sequence")
  }
}
