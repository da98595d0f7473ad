import TemaeCore

/// Carries out the script that pg_restore writes of an archive, over a session with a transaction.
struct ScriptRestoring {
  let order: ReplaceOrder
  let session: Session
  let stop: StopRequest
  let onProgress: @Sendable (DumpProgress) -> Void

  /// Does it.
  ///
  /// - Parameters:
  ///   - entries: Chooses from the archive's list.
  ///   - tables: The tables into which rows may be written, as SQL writes them; any if `nil`.
  /// - Throws: ``PostgresError``; then nothing may be committed.
  func run(
    _ entries: (ArchiveList) -> ArchiveScript.Entries, into tables: [String]? = nil
  ) throws(PostgresError) {
    let archive = "\(order.directory)/\(order.manifest.archive)"
    let program = try ArchiveScript(
      of: archive, version: version,
      entries: entries(try ArchiveList(of: archive, version: version))
    )
    stop.onStop { program.stop() }
    let result: Result<Void, PostgresError>
    do throws(PostgresError) {
      result = .success(try apply(program, into: tables))
    } catch {
      result = .failure(error)
    }
    let complaint = program.end()
    // A script that ends too early is pg_restore's to explain.
    if let complaint, program.isAtEnd { throw .notReplaced(reason: "pg_restore: \(complaint)") }
    try result.get()
    if let complaint { throw .notReplaced(reason: "pg_restore: \(complaint)") }
  }

  /// What tables hold then; all, and sequences too, if no names are given.
  func contents(of names: [String]?) throws(Session.Trouble) -> Contents {
    let count = SharedCount()
    return try ContentReader(snapshot: Snapshot(of: session), names: names) {
      onProgress(.digesting(name: $0, number: count.next()))
    }.read()
  }

  private func apply(
    _ program: ArchiveScript, into tables: [String]?
  ) throws(PostgresError) {
    let wanted = tables?.count ?? order.manifest.contents?.tables.count
    onProgress(.began(tableCount: wanted ?? 0))
    var reader = ScriptReader { program.read() }
    var tableCount = 0
    while let part = try reader.next() {
      guard !stop.isMade else { throw .interrupted }
      switch part {
      case .statement(let statement): try apply(statement)
      case .copy(let statement):
        try require(statement, into: tables)
        tableCount += 1
        onProgress(.rows(tableCount: tableCount))
        try copy(statement, &reader)
      }
    }
  }

  private func apply(_ statement: SQLStatement) throws(PostgresError) {
    // Our own limits hold; what another version's program sets, the server may not know.
    let isLimit = statement.begins(with: "SET") && statement.text.contains("_timeout = ")
    guard !isLimit else { return }
    if let name = Self.indexName(statement) { onProgress(.indexing(name: name)) }
    do throws(Session.Trouble) {
      try session.carryOut(statement.text)
    } catch {
      throw session.notReplaced(error, at: statement.text)
    }
  }

  /// What takes its time behind the rows: the word behind `INDEX` or `CONSTRAINT`.
  private static func indexName(_ statement: SQLStatement) -> String? {
    let makesIndex = statement.words.contains("INDEX") && statement.begins(with: "CREATE")
    guard makesIndex || statement.begins(with: "ALTER", "TABLE") else { return nil }
    let words = statement.text.split(whereSeparator: \.isWhitespace)
    return zip(words, words.dropFirst()).first { ["INDEX", "CONSTRAINT"].contains($0.0) }
      .map { String($0.1) }
  }

  private func copy(_ statement: String, _ reader: inout ScriptReader) throws(PostgresError) {
    let stop = stop
    let reply = try session.copy(statement) { () throws(PostgresError) in
      guard !stop.isMade else { throw .interrupted }
      return try reader.rows()
    }
    do throws(Session.Trouble) {
      try session.done(reply)
    } catch {
      throw session.notReplaced(error, at: statement)
    }
  }

  /// What names other tables than those that were emptied never gets any rows.
  private func require(_ statement: String, into tables: [String]?) throws(PostgresError) {
    guard let tables else { return }
    let isWanted = tables.contains { statement.contains("\nCOPY \($0) ") }
    guard isWanted else {
      throw .notReplaced(reason: "pg_restore's script has rows of another table: \(statement)")
    }
  }

  private var version: Int {
    let dump = Int(order.manifest.dumpVersion.prefix { $0.isNumber }) ?? 0
    return max(dump, order.manifest.source.majorVersion ?? 0)
  }
}
