/// Which server and database a connection really reached.
public struct TargetIdentity: Hashable, Sendable {
  /// `system_identifier` of the cluster, as decimal text; empty where the role may not ask.
  public var systemIdentifier: String
  /// The timeline; it changes with a failover.
  ///
  /// 0 where the role may not ask.
  public var timeline: Int
  /// The database's name.
  public var database: String
  /// The host or socket directory and the port that the client connected to.
  public var host: String
  /// The server's version: `15.18`.
  public var serverVersion: String
  /// The role.
  public var role: String
  /// When it was last put back to a backup, as far as that is known.
  public var restore: DatabaseRestore?

  /// Makes an identity from its parts.
  public init(
    systemIdentifier: String, timeline: Int, database: String, host: String, serverVersion: String,
    role: String, restore: DatabaseRestore? = nil
  ) {
    self.systemIdentifier = systemIdentifier
    self.timeline = timeline
    self.database = database
    self.host = host
    self.serverVersion = serverVersion
    self.role = role
    self.restore = restore
  }

  /// Whether both lead to one database of one cluster, through whatever host, role or failover.
  public func isSameDatabase(as other: TargetIdentity) -> Bool {
    guard database == other.database else { return false }
    let isKnown = !systemIdentifier.isEmpty && !other.systemIdentifier.isEmpty
    return isKnown ? systemIdentifier == other.systemIdentifier : host == other.host
  }

  /// What differs from what was pinned, in words; `nil` when it is the same target.
  public func difference(from pinned: TargetIdentity) -> String? {
    var differences: [String] = []
    func compare(_ name: String, _ now: String, _ before: String) {
      if now != before { differences.append("\(name) is \(now), was \(before)") }
    }
    compare("system identifier", systemIdentifier, pinned.systemIdentifier)
    compare("timeline", String(timeline), String(pinned.timeline))
    compare("database", database, pinned.database)
    compare("role", role, pinned.role)
    // Without the cluster's own identifier nothing else tells two servers apart.
    if systemIdentifier.isEmpty { compare("host", host, pinned.host) }
    if let restore, isRestored(since: pinned) {
      differences.append("it was put back to a backup at \(restore.at)")
    }
    return differences.isEmpty ? nil : differences.joined(separator: "; ")
  }

  /// Whether what was true of the other one still is: the same database of the same server, in the
  /// same history.
  public func continues(_ before: TargetIdentity) -> Bool {
    isSameDatabase(as: before) && timeline == before.timeline && !isRestored(since: before)
  }

  /// Whether it was put back to a backup; that nothing is known of one proves nothing.
  private func isRestored(since before: TargetIdentity) -> Bool {
    restore != nil && restore != before.restore
  }
}

extension TargetIdentity: CanonicalObject {
  /// Writes the parts.
  public func writeFields(to writer: inout CanonicalWriter) {
    writer.field("database", database)
    writer.field("host", host)
    writer.optional("restore", restore)
    writer.field("role", role)
    writer.field("serverVersion", serverVersion)
    writer.field("systemIdentifier", systemIdentifier)
    writer.field("timeline", timeline)
  }

  /// Reads the parts.
  public init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    database = try reader.field("database")
    host = try reader.field("host")
    restore = try reader.optional("restore")
    role = try reader.field("role")
    serverVersion = try reader.field("serverVersion")
    systemIdentifier = try reader.field("systemIdentifier")
    timeline = try reader.field("timeline")
  }
}
