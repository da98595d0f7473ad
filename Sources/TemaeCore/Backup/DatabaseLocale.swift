/// How a database writes characters, and in which order it sorts them.
public struct DatabaseLocale: Hashable, Sendable {
  /// The encoding, as PostgreSQL names it: `UTF8`.
  public var encoding: String
  /// `LC_COLLATE` of the database.
  public var collate: String
  /// `LC_CTYPE` of the database.
  public var characterType: String
  /// ICU's locale, where ICU provides it.
  public var icuLocale: String?

  /// Makes a locale from its parts.
  public init(encoding: String, collate: String, characterType: String, icuLocale: String? = nil) {
    self.encoding = encoding
    self.collate = collate
    self.characterType = characterType
    self.icuLocale = icuLocale
  }
}

extension DatabaseLocale: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("characterType", characterType)
    writer.field("collate", collate)
    writer.field("encoding", encoding)
    writer.optional("icuLocale", icuLocale)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    characterType = try reader.field("characterType")
    collate = try reader.field("collate")
    encoding = try reader.field("encoding")
    icuLocale = try reader.optional("icuLocale")
  }
}
