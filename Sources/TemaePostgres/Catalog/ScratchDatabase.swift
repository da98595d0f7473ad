import TemaeCore

/// An empty database that was made for one question, and goes with it.
struct ScratchDatabase {
  /// Its name: `temae_scratch_` and 16 hexadecimal digits that nobody can foresee.
  let name: String
  /// Whether it has the collation that was asked for: the server's machine may not know it.
  let hasLocale: Bool
  private let server: ConnectionString
  private let session: Session

  /// Makes the database.
  ///
  /// - Parameters:
  ///   - server: A connection string to any database of the server.
  ///   - target: The target, on whose server no scratch database is ever made.
  ///   - locale: The encoding and, where the server knows it, the collation; else UTF-8 and the
  ///     server's own.
  /// - Throws: ``PostgresError/noScratch(reason:)``, above all on the target's own server.
  init(
    on server: String, besides target: TargetIdentity? = nil, like locale: DatabaseLocale? = nil
  ) throws(PostgresError) {
    self.server = try ConnectionString(server)
    session = try Session(
      self.server, applicationName: "temae", connectTimeoutSeconds: Connecting.timeoutSeconds)
    if let target { try Self.refuse(try session.identity(), besides: target) }
    var generator = SystemRandomNumberGenerator()
    let digits = String(generator.next() as UInt64, radix: 16)
    name = "temae_scratch_" + String(repeating: "0", count: 16 - digits.count) + digits
    let name = name
    hasLocale = try session.asking { session throws(Session.Trouble) in
      try Self.make(name, like: locale, session)
    }
  }

  /// Makes the database, and says whether it has the locale.
  private static func make(
    _ name: String, like locale: DatabaseLocale?, _ session: Session
  ) throws(Session.Trouble) -> Bool {
    let statement = "create database \(name) template template0 encoding "
    guard let locale else {
      try session.ask(statement + "'UTF8'")
      return true
    }
    do {
      try session.ask(statement + locale.clauses)
      return true
    } catch {
      guard !error.isBroken else { throw error }
      // Sorted by bytes, it can have any encoding.
      try session.ask(statement + "\(quoted(locale.encoding)) lc_collate 'C' lc_ctype 'C'")
      return false
    }
  }

  fileprivate static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  private static func refuse(
    _ server: TargetIdentity, besides target: TargetIdentity
  ) throws(PostgresError) {
    let isKnown = !server.systemIdentifier.isEmpty && !target.systemIdentifier.isEmpty
    let isSame =
      isKnown ? server.systemIdentifier == target.systemIdentifier : server.host == target.host
    guard !isSame else {
      throw .noScratch(
        reason: "\(server.host) is the target's own server; name another one, or none for a "
          + "throwaway cluster")
    }
    let (major, wanted) = (server.majorVersion, target.majorVersion)
    guard major == wanted else {
      throw .noScratch(
        reason: "\(server.host) has PostgreSQL \(major), the target \(wanted), and versions word "
          + "their catalogs differently; name a server of the target's version")
    }
  }

  /// Which of the roles the server lacks.
  func missing(_ roles: [String]) throws(PostgresError) -> [String] {
    try session.asking { session throws(Session.Trouble) in
      let rows = try session.ask("select rolname from pg_catalog.pg_roles")
      let known = Set(rows.compactMap { $0.first ?? nil })
      return roles.filter { !known.contains($0) }
    }
  }

  /// Makes the roles that the server lacks, so that files may grant them something.
  func makeRoles(_ roles: [String]) throws(PostgresError) {
    try session.asking { session throws(Session.Trouble) in
      for role in roles {
        let statement = try session.askValue(
          """
          select pg_catalog.format('create role %I', $1::text) where not exists (
            select from pg_catalog.pg_roles where rolname = $1)
          """, [role])
        if let statement { try session.ask(statement) }
      }
    }
  }

  /// Applies files, and reads what there is then.
  ///
  /// - Parameters:
  ///   - pieces: The files, in their order.
  ///   - timeoutSeconds: How long a statement may take.
  /// - Returns: The catalog of the database.
  /// - Throws: ``PostgresError/badDeclaration(place:reason:state:)`` for a file that cannot be applied.
  func catalog(
    after pieces: [SQLOrder.Piece], timeoutSeconds: Int? = nil
  ) throws(PostgresError) -> Catalog {
    for piece in pieces { try apply(piece, timeoutSeconds ?? 0) }
    return try connected().asking { session throws(Session.Trouble) in try session.catalog() }
  }

  /// Drops the database.
  func drop() throws(PostgresError) {
    let name = name
    try session.asking { session throws(Session.Trouble) in
      _ = try session.ask("drop database \(name) with (force)")
    }
  }

  /// A new connection to the database.
  func connected() throws(PostgresError) -> Session {
    try Session(
      server, database: name, applicationName: "temae",
      connectTimeoutSeconds: Connecting.timeoutSeconds)
  }

  /// A session for each file, as psql would have: what one sets does not reach the next.
  private func apply(_ piece: SQLOrder.Piece, _ timeoutSeconds: Int) throws(PostgresError) {
    let file = piece.file ?? "the block"
    let session = try connected()
    try session.asking { session throws(Session.Trouble) in
      try session.set([("statement_timeout", "\(timeoutSeconds)s")])
    }
    for part in SQLText.pieces(of: piece.text) {
      switch part {
      case .sql(let text, let line): try apply(text, from: line, of: file, session)
      case .include(let command, let line), .unknownCommand(let command, let line):
        guard part.isDumpGuard else {
          throw .badDeclaration(
            place: "\(file):\(line)", reason: "\(command.prefix(40)) is psql's, not SQL",
            state: "")
        }
      }
    }
    guard session.isIdle else {
      throw .badDeclaration(place: file, reason: "its transaction is not ended", state: "")
    }
  }

  private func apply(
    _ text: String, from first: Int, of file: String, _ session: Session
  ) throws(PostgresError) {
    let statements: [SQLStatement]
    do throws(SQLTextProblem) {
      statements = try SQLText.statements(of: text)
    } catch {
      throw .badDeclaration(
        place: "\(file):\(first + error.line - 1)", reason: error.message, state: "")
    }
    for statement in statements {
      let place = "\(file):\(first + statement.line - 1)"
      switch session.send(statement.text) {
      case .done: continue
      case .refused(let message):
        throw .badDeclaration(
          place: place, reason: "\(message.message) (\(message.state))", state: message.state)
      case .broken(let message):
        throw .broken(place: session.place, reason: "\(place): \(message.message)")
      }
    }
  }
}

extension DatabaseLocale {
  /// The clauses of `CREATE DATABASE` behind `ENCODING`.
  fileprivate var clauses: String {
    let icu = icuLocale.map {
      " locale_provider icu icu_locale \(ScratchDatabase.quoted($0))"
    }
    return "\(ScratchDatabase.quoted(encoding)) lc_collate \(ScratchDatabase.quoted(collate)) "
      + "lc_ctype \(ScratchDatabase.quoted(characterType))" + (icu ?? "")
  }
}

extension TargetIdentity {
  /// `15` of `15.18`.
  var majorVersion: String { String(serverVersion.prefix { $0 != "." }) }
}
