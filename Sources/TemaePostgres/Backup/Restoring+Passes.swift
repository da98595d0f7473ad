import TemaeCore

extension Restoring {
  /// One call of pg_restore.
  struct Pass {
    /// The archive, below the backup's directory.
    var archive: String
    /// The words that choose what is restored from it.
    var arguments: [String]
    /// Whether foreign keys are passed over.
    var leavesOutKeys = false
  }

  /// The calls that restore the backup, in their order.
  ///
  /// Rows that lie in an archive of their own come before the indexes, constraints and triggers of
  /// the definitions, as pg_restore itself does it. With the rows of some tables only, what a foreign
  /// key points to is not there.
  func passes(hasRights: Bool) -> [Pass] {
    let manifest = order.manifest
    let common =
      [
        "--exit-on-error", "--no-password", "--verbose", "--no-tablespaces", "--no-publications",
        "--no-subscriptions", "--no-security-labels", "--jobs=\(order.jobs)",
      ] + (hasRights ? [] : ["--no-owner", "--no-privileges"])
    func pass(_ archive: String, _ arguments: [String], leavesOutKeys: Bool = false) -> Pass {
      Pass(archive: archive, arguments: common + arguments, leavesOutKeys: leavesOutKeys)
    }
    let schema = BackupManifest.schemaName
    switch manifest.kind {
    case .full, .schema: return [pass(manifest.archive, [])]
    case .data, .tables:
      return [
        pass(schema, ["--section=pre-data"]),
        pass(manifest.archive, ["--data-only"]),
        pass(
          schema, ["--section=post-data"],
          leavesOutKeys: manifest.kind == .tables),
      ]
    }
  }

  /// Performs a call.
  ///
  /// - Returns: What pg_restore complained of; `nil` where it ended well.
  /// - Throws: ``PostgresError`` where the fault is not the backup's.
  func perform(_ pass: Pass, _ session: Session) throws(PostgresError) -> String? {
    let database = try session.asking { session throws(Session.Trouble) in
      try session.askValue("select pg_catalog.current_database()") ?? ""
    }
    let path = "\(order.directory)/\(pass.archive)"
    var leavesOut: [String] = []
    do throws(PostgresError) {
      if pass.leavesOutKeys { leavesOut = try ArchiveList(of: path, version: version).foreignKeys }
    } catch {
      guard case .notReplaced(let reason) = error else { throw error }
      return reason
    }
    let count = SharedCount()
    let onProgress = onProgress
    let program = try ArchiveProgram(
      ArchiveProgram.Order(
        name: "pg_restore", version: version,
        arguments: pass.arguments
          + ["--dbname=\(database)", path],
        environment: session.environment, leavesOut: leavesOut),
      onLine: { line in
        guard let words = Self.words(line) else { return }
        if line.contains(" data for table ") {
          onProgress(.rows(tableCount: count.next()))
        } else if line.contains(" INDEX ") || line.contains(" CONSTRAINT ") {
          onProgress(.indexing(name: words))
        }
      })
    stop.onStop { program.stop() }
    defer { program.end() }
    guard let complaint = try program.complaint() else { return nil }
    guard !stop.isMade else { throw .interrupted }
    guard !complaint.contains("No space left on device") else {
      throw .noScratch(reason: "the copy did not fit: \(complaint)")
    }
    return complaint
  }

  /// pg_restore of the version that wrote the archive, at least.
  private var version: Int {
    let dump = Int(order.manifest.dumpVersion.prefix { $0.isNumber }) ?? 0
    return max(dump, order.manifest.source.majorVersion ?? 0)
  }

  /// `pg_restore: creating INDEX "public.orders_note"`: what is between the quotes.
  private static func words(_ line: String) -> String? {
    guard line.hasPrefix("pg_restore: ") else { return nil }
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.count > 2 ? String(parts[1]) : nil
  }
}
