/// A value that the journal's JSON can hold.
public protocol CanonicalValue {
  /// Writes the value.
  func write(to writer: inout CanonicalWriter)

  /// Reads a value that ``write(to:)`` wrote.
  init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed)
}

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
    self = try reader.object { (fields: inout CanonicalReader) throws(CanonicalReader.Malformed) in
      try Self(fields: &fields)
    }
  }
}

extension Int: CanonicalValue {
  /// Writes the integer.
  public func write(to writer: inout CanonicalWriter) { writer.integer(self) }

  /// Reads an integer.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    self = try reader.integer()
  }
}

extension Bool: CanonicalValue {
  /// Writes `true` or `false`.
  public func write(to writer: inout CanonicalWriter) { writer.boolean(self) }

  /// Reads `true` or `false`.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    self = try reader.boolean()
  }
}

extension String: CanonicalValue {
  /// Writes the string.
  public func write(to writer: inout CanonicalWriter) { writer.string(self) }

  /// Reads a string.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    self = try reader.string()
  }
}

extension Array: CanonicalValue where Element: CanonicalValue {
  /// Writes the elements between brackets.
  public func write(to writer: inout CanonicalWriter) { writer.array(self) }

  /// Reads the elements between brackets.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    self = try reader.array()
  }
}

extension Instant: CanonicalValue {
  /// Writes RFC 3339 text with microseconds.
  public func write(to writer: inout CanonicalWriter) { writer.string(description) }

  /// Reads RFC 3339 text with microseconds.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    let offset = reader.offset
    guard let instant = Instant(canonical: try reader.string()) else {
      throw .init(offset: offset, expected: "an instant such as 2026-01-31T23:59:59.000001Z")
    }
    self = instant
  }
}

extension Digest: CanonicalValue {
  /// Writes 64 hexadecimal digits.
  public func write(to writer: inout CanonicalWriter) { writer.string(hex) }

  /// Reads 64 hexadecimal digits.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    let offset = reader.offset
    guard let digest = Digest(hex: try reader.string()) else {
      throw .init(offset: offset, expected: "64 lower-case hexadecimal digits")
    }
    self = digest
  }
}

extension Commitment: CanonicalObject {
  /// Writes digest, length and media type.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("digest", digest)
    writer.field("length", length)
    writer.field("media", media)
  }

  /// Reads digest, length and media type.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    digest = try reader.field("digest")
    length = try reader.field("length")
    media = try reader.field("media")
  }
}

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

/// A word from a closed list, written as its raw value.
public protocol CanonicalWord: CanonicalValue, RawRepresentable, Hashable, Sendable, CaseIterable
where RawValue == String {}
