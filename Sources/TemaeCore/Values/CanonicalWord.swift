/// A word from a closed list, written as its raw value.
public protocol CanonicalWord: CanonicalValue, RawRepresentable, Hashable, Sendable, CaseIterable
where RawValue == String {}

extension CanonicalValue where Self: RawRepresentable, RawValue == String {
  /// Writes the raw value.
  public func write(to writer: inout CanonicalWriter) { writer.string(rawValue) }

  /// Reads a raw value that is known.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    let offset = reader.offset
    guard let value = Self(rawValue: try reader.string()) else {
      throw .init(offset: offset, expected: "one of the words for \(Self.self)")
    }
    self = value
  }
}
