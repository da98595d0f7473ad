public import TemaeCore

extension Journal {
  /// Verifies the whole journal as it is at this instant; memory stays flat.
  ///
  /// While one thread makes something of what was read, another one reads on. What is wrong is in the
  /// result; it throws only when the journal cannot be read at all.
  ///
  /// - Parameters:
  ///   - head: what was kept elsewhere; the journal may have grown since, and must contain it.
  ///   - progress: called now and then with the number of events verified so far.
  ///   - entries: gets every entry that is as temae wrote it, in the journal's order; none after a bad
  ///     one, and none of a type that this version does not know.
  /// - Returns: the journal's size and root, or the first bad event.
  /// - Throws: ``JournalError`` when the journal cannot be read.
  public func verify(
    containing head: JournalHead? = nil,
    progress: (_ events: Int) -> Void = { _ in }, entries: (Entry) -> Void = { _ in }
  ) async throws(JournalError) -> Verification {
    try await verify(
      containing: head, pieceBytes: EventReader.usualPieceBytes, progress: progress,
      entries: entries)
  }

  /// The same, with so many bytes read at a time.
  func verify(
    containing head: JournalHead?, pieceBytes: Int, progress: (Int) -> Void,
    entries: (Entry) -> Void
  ) async throws(JournalError) -> Verification {
    let reader = try SnapshotReader(path: place.path, pieceBytes: pieceBytes)
    let queue = RowQueue()
    async let reading: Void = reader.read(into: queue)
    var verifier = Verifier(head: head)
    var stop: EventRows.Stop?
    while stop == nil {
      var found = await queue.take()
      stop = verifier.take(&found, progress: progress, entries: entries)
      queue.giveBack(found)
    }
    queue.close()
    await reading
    return try verifier.verification(stop ?? .end, await reader.schemaDifferences)
  }

  /// Verifies on the thread that calls; the verdict is the same.
  ///
  /// - Parameters:
  ///   - head: what was kept elsewhere; the journal may have grown since, and must contain it.
  ///   - entries: gets every entry that is as temae wrote it, in the journal's order.
  /// - Returns: the journal's size and root, or the first bad event.
  /// - Throws: ``JournalError`` when the journal cannot be read.
  public func verify(
    containing head: JournalHead? = nil, entries: (Entry) -> Void = { _ in }
  ) throws(JournalError) -> Verification {
    let connection = try Connection(path: place.path, access: .readOnly)
    try Settings.secure(connection)
    try connection.run("BEGIN")
    defer { try? connection.run("ROLLBACK") }
    return try Verifier.verify(connection, containing: head, entries: entries)
  }
}
