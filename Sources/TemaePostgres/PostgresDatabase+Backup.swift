extension PostgresDatabase {
  /// Dumps a database with pg_dump, and reads in the same snapshot what a copy must hold.
  ///
  /// Nothing on the server is changed. Its tables are locked against changes of their definitions
  /// while this lasts, as pg_dump itself locks them.
  ///
  /// - Parameters:
  ///   - order: The database, what is to be dumped, and where to.
  ///   - stop: Ends it before its time.
  ///   - onProgress: Told how far it has come, on threads of its own.
  /// - Returns: What was dumped; the archives are synchronized.
  /// - Throws: ``PostgresError``, above all ``PostgresError/notDumped(reason:)``.
  public func dump(
    _ order: DumpOrder, stop: StopRequest,
    onProgress: @escaping @Sendable (DumpProgress) -> Void
  ) async throws(PostgresError) -> DumpedDatabase {
    try await onOwnThread { () throws(PostgresError) in
      try stop.unlessMade { () throws(PostgresError) in
        try Dumping(order: order, stop: stop, onProgress: onProgress).run()
      }
    }
  }

  /// Restores a backup in a throwaway cluster of this machine, to be altered there.
  ///
  /// - Parameters:
  ///   - order: The backup; it names no server.
  ///   - stop: Ends it before its time, and the copy as well.
  ///   - atEnd: What bash does before the copy's server stops; `$directory` is the copy's directory.
  ///   - onProgress: Told how far it has come, on threads of its own.
  /// - Returns: The copy, which is there until it is ended.
  /// - Throws: ``PostgresError``, above all ``PostgresError/noScratch(reason:)``.
  public func clone(
    _ order: RestoreOrder, stop: StopRequest, atEnd: String,
    onProgress: @escaping @Sendable (DumpProgress) -> Void
  ) async throws(PostgresError) -> DatabaseClone {
    try await onOwnThread { () throws(PostgresError) in
      try stop.unlessMade { () throws(PostgresError) in
        try Restoring(order: order, stop: stop, onProgress: onProgress).clone(atEnd: atEnd)
      }
    }
  }

  /// Copies a database on its own server, with `CREATE DATABASE … TEMPLATE`, to be altered there.
  ///
  /// - Parameters:
  ///   - connection: A libpq connection string of keywords; its role needs CREATEDB.
  ///   - stop: Ends it before its time, and the copy as well.
  ///   - atEnd: What bash does before the copy is dropped; `$directory` is the copy's directory.
  /// - Returns: The copy, which is there until it is ended.
  /// - Throws: ``PostgresError``, above all ``PostgresError/noScratch(reason:)`` while somebody is
  ///   connected to the database: nobody's connection is ever ended.
  public func templateCopy(
    of connection: String, stop: StopRequest, atEnd: String
  ) async throws(PostgresError) -> DatabaseClone {
    try await onOwnThread { () throws(PostgresError) in
      try stop.unlessMade { () throws(PostgresError) in
        let source = try TemplateSource(connection)
        let copy = try TemplateCopy(of: source, stop: stop, atEnd: atEnd)
        return DatabaseClone(
          copy, connection: "\(connection) dbname=\(copy.name)", remarks: [])
      }
    }
  }

  /// Restores a backup into a scratch database with pg_restore, reads it, and drops it again.
  ///
  /// - Parameters:
  ///   - order: The backup, and where it is restored.
  ///   - stop: Ends it before its time.
  ///   - onProgress: Told how far it has come, on threads of its own.
  /// - Returns: What the copy was like, or what kept it from coming about.
  /// - Throws: ``PostgresError``, above all ``PostgresError/noScratch(reason:)``; never because of
  ///   what is wrong with the backup.
  public func restore(
    _ order: RestoreOrder, stop: StopRequest,
    onProgress: @escaping @Sendable (DumpProgress) -> Void
  ) async throws(PostgresError) -> RestoredDatabase {
    try await onOwnThread { () throws(PostgresError) in
      try stop.unlessMade { () throws(PostgresError) in
        try Restoring(order: order, stop: stop, onProgress: onProgress).run()
      }
    }
  }
}
