import TemaeCore

/// An empty database that was made for one question, and goes with it.
struct ScratchDatabase {
  /// Its name: `temae_scratch_` and 16 hexadecimal digits that nobody can foresee.
  let name: String
  private let server: ConnectionString
  private let session: Session

  /// Makes the database.
  ///
  /// - Parameters:
  ///   - server: A connection string to any database of the server.
  ///   - target: The target, on whose server no scratch database is ever made.
  /// - Throws: ``PostgresError/noScratch(reason:)``, above all on the target's own server.
  init(on server: String, besides target: TargetIdentity? = nil) throws(PostgresError) {
    self.server = try ConnectionString(server)
    session = try Session(
      self.server, applicationName: "temae", connectTimeoutSeconds: Connecting.timeoutSeconds)
    if let target { try Self.refuse(try session.identity(), besides: target) }
    var generator = SystemRandomNumberGenerator()
    let digits = String(generator.next() as UInt64, radix: 16)
    name = "temae_scratch_" + String(repeating: "0", count: 16 - digits.count) + digits
    let name = name
    try session.asking { session throws(Session.Trouble) in
      _ = try session.ask("create database \(name) template template0 encoding 'UTF8'")
    }
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

  private func connected() throws(PostgresError) -> Session {
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

extension TargetIdentity {
  /// `15` of `15.18`.
  var majorVersion: String { String(serverVersion.prefix { $0 != "." }) }
}
