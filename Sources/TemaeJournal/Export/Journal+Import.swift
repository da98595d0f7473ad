import TemaeCore

extension Journal {
  /// Verifies an export in JSON Lines on its own, without a journal.
  ///
  /// - Parameters:
  ///   - path: where it lies.
  ///   - head: what was kept elsewhere; the export must contain it.
  /// - Returns: its size and root, or its first bad event.
  /// - Throws: ``JournalError`` when it cannot be read.
  public static func verifyExport(
    at path: String, containing head: JournalHead? = nil
  ) throws(JournalError) -> Verification {
    var check = try ExportCheck(path: path, head: head)
    return try check.verify()
  }

  /// Takes a whole export, JSON Lines or a SQLite file, into this journal, which must be empty.
  ///
  /// All or nothing: what does not verify leaves the journal empty.
  ///
  /// - Parameters:
  ///   - path: where the export lies.
  ///   - head: what was kept elsewhere; the export must contain it.
  /// - Returns: what verifying this journal found before it was committed; it is whole.
  /// - Throws: ``JournalError``: the journal is not empty, or the export cannot be read, is not whole,
  ///   or lacks events.
  public func importExport(
    at path: String, containing head: JournalHead? = nil
  ) throws(JournalError) -> Verification {
    guard SystemCall.resolved(path) != place.path else {
      throw .unusable(path: place.path, .notEmpty)
    }
    let isDatabase = ExportFile.isDatabase(path)
    return try withStore { (store) throws(JournalError) in
      try store.write { () throws(JournalError) in
        guard try store.lastRow() == nil else {
          throw .unusable(path: self.place.path, .notEmpty)
        }
        let importer = Importer(connection: store.connection, path: path)
        if isDatabase { try importer.takeDatabase() } else { try importer.takeLines() }
        let verification = try Verifier.verify(store.connection, containing: head)
        try Importer.require(verification, path: path)
        return verification
      }
    }
  }
}
