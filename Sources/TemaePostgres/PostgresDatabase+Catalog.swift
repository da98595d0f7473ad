public import TemaeCore

extension PostgresDatabase {
  /// Reads the schema of a database.
  ///
  /// - Parameters:
  ///   - connection: A libpq connection string or URI.
  ///   - pinned: The target that must be at the other end; `nil` for any.
  /// - Returns: Everything that people made in it, at one instant.
  /// - Throws: ``PostgresError/mismatched(difference:)`` on another target, and what else keeps the
  ///   question from being answered, above all a lock that somebody holds on a table of a view.
  public func catalog(
    connection: String, pinned: Pin? = nil
  ) async throws(PostgresError) -> Catalog {
    try await inSnapshot(connection, pinned) { snapshot throws(Session.Trouble) in
      try CatalogReader(snapshot: snapshot).read()
    }
  }

  /// Counts and digests the rows of tables, and reads where sequences stand.
  ///
  /// The rows never leave the server, and the memory that this takes does not grow with them.
  ///
  /// - Parameters:
  ///   - connection: A libpq connection string or URI.
  ///   - pinned: The target that must be at the other end; `nil` for any.
  ///   - names: The tables and sequences, quoted and with their schemas; all when `nil`.
  ///   - snapshot: The id of a snapshot that another session of the database has exported.
  ///   - onTable: Told about every table before it is read, on the reading thread.
  /// - Returns: What they hold at one instant, and what could not be read.
  /// - Throws: ``PostgresError`` when the database cannot be asked at all.
  public func contents(
    connection: String, pinned: Pin? = nil, of names: [String]? = nil,
    snapshot: String? = nil, onTable: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws(PostgresError) -> Contents {
    try await inSnapshot(connection, pinned, at: snapshot) { snapshot throws(Session.Trouble) in
      try ContentReader(snapshot: snapshot, names: names, onTable: onTable).read()
    }
  }

  /// Reads what files declare, and the schema of a target with which it is compared.
  ///
  /// - Parameters:
  ///   - files: The files, applied in this order to one empty scratch database.
  ///   - declaring: How they are applied, and whether they are still to be run on the target.
  ///   - target: The target's connection string: its version, and its roles, are the scratch's.
  /// - Returns: What the files declare together, and what the target has, or would have.
  /// - Throws: ``PostgresError/noScratch(reason:)`` and
  ///   ``PostgresError/badDeclaration(place:reason:state:)``, and what else keeps servers from
  ///   answering.
  public func declared(
    by files: [SQLOrder.Piece], _ declaring: CatalogQuestion.Declaring, target: String
  ) async throws(PostgresError) -> CatalogReading {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(target), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      return try Declaration(pieces: files, declaring: declaring).reading(for: session)
    }
  }

  private func inSnapshot<Value: Sendable>(
    _ connection: String, _ pinned: Pin?, at id: String? = nil,
    _ body: @escaping @Sendable (Snapshot) throws(Session.Trouble) -> Value
  ) async throws(PostgresError) -> Value {
    try await onOwnThread { () throws(PostgresError) in
      let session = try Session(
        ConnectionString(connection), applicationName: "temae",
        connectTimeoutSeconds: Connecting.timeoutSeconds)
      try session.require(pinned)
      return try session.asking { session throws(Session.Trouble) in
        let snapshot = try Snapshot(session, at: id)
        let value = try body(snapshot)
        try snapshot.end()
        return value
      }
    }
  }
}
