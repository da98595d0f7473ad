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
    if let instant = reader.string(ofCount: 27, Instant.init(canonical:at:)) {
      self = instant
      return
    }
    guard let instant = Instant(canonical: try reader.string()) else {
      throw .init(offset: offset, expected: "an instant such as 2026-01-31T23:59:59.000001Z")
    }
    self = instant
  }
}

extension Digest: CanonicalValue {
  /// Writes 64 hexadecimal digits.
  public func write(to writer: inout CanonicalWriter) { writer.digest(self) }

  /// Reads 64 hexadecimal digits.
  public init(from reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    let offset = reader.offset
    if let digest = reader.string(ofCount: 64, Digest.init(hex:at:)) {
      self = digest
      return
    }
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
