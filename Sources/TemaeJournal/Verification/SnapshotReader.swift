/// Reads a journal as it is at one instant, on another thread than the one that makes something of it.
actor SnapshotReader {
  private let connection: Connection
  private var reader: EventReader

  /// Opens a connection of its own, so that appends of this process go on meanwhile.
  init(path: String, pieceBytes: Int) throws(JournalError) {
    let connection = try Connection(path: path, access: .readOnly)
    try Settings.secure(connection)
    // One snapshot: schema, events and payloads as of the same instant.
    try connection.run("BEGIN")
    reader = try EventReader(connection, pieceBytes: pieceBytes)
    self.connection = connection
  }

  /// In what the schema differs from the one that temae made.
  var schemaDifferences: [String] { reader.schemaDifferences }

  /// Reads all rows, or until no more are wanted, and lets go of the snapshot.
  ///
  /// Whoever is ahead decodes: as long as the queue is not short, bodies are decoded here.
  func read(into queue: RowQueue) async {
    var isWanted = true
    while isWanted {
      var found = queue.takeUsed() ?? EventRows()
      reader.next(into: &found)
      found.decode { !queue.isShort }
      let hasMore = found.stop == nil
      isWanted = await queue.put(found) && hasMore
    }
    reader.end()
    // Nothing was written. Where a page is damaged, SQLite says so again at the end of the
    // snapshot, which must not hide which event it was.
    try? connection.run("ROLLBACK")
  }
}
