/// The database that a backup was made of, and the instant of it that was dumped.
public struct BackupSource: Hashable, Sendable {
  /// The server, the database and the role.
  public var target: TargetIdentity
  /// The exported snapshot: what the archives hold, and what was counted and digested.
  public var snapshot: String
  /// The write-ahead log's position right after the snapshot: `16/B374D848`.
  public var walPosition: String
  /// The size of the database in bytes, indexes and dead rows included.
  public var databaseBytes: Int
  /// Encoding and collation: a copy must have the same.
  public var locale: DatabaseLocale
  /// The roles of the server, which owners and grants name.
  public var roles: [String]

  /// Makes a source from its parts.
  public init(
    target: TargetIdentity, snapshot: String, walPosition: String, databaseBytes: Int,
    locale: DatabaseLocale, roles: [String]
  ) {
    self.target = target
    self.snapshot = snapshot
    self.walPosition = walPosition
    self.databaseBytes = databaseBytes
    self.locale = locale
    self.roles = roles
  }

  /// The server's major version: 15 of `15.18`.
  public var majorVersion: Int? { Int(target.serverVersion.prefix { $0 != "." }) }
}

extension BackupSource: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("databaseBytes", databaseBytes)
    writer.field("locale", locale)
    writer.field("roles", roles)
    writer.field("snapshot", snapshot)
    writer.field("target", target)
    writer.field("walPosition", walPosition)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    databaseBytes = try reader.field("databaseBytes")
    locale = try reader.field("locale")
    roles = try reader.field("roles")
    snapshot = try reader.field("snapshot")
    target = try reader.field("target")
    walPosition = try reader.field("walPosition")
  }
}
