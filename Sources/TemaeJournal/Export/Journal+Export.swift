import TemaeCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Journal {
  /// Hands over the journal as JSON Lines, as it is at this instant.
  ///
  /// A line is an event's body, byte for byte; or a payload, before the first event that names it; or
  /// the bare leaf of an event of another run. Nothing is held open while the closure is at work.
  ///
  /// - Parameters:
  ///   - run: only this run's events are exported whole; `nil` for all.
  ///   - withPayloads: whether the payloads are exported, without which it cannot be imported.
  ///   - write: gets line after line, each with its end.
  /// - Returns: size and root of what was exported.
  /// - Throws: ``JournalError`` when the journal cannot be read or does not hold together, or what
  ///   the closure throws.
  public func exportLines(
    run: String? = nil, withPayloads: Bool = true, _ write: ([UInt8]) throws -> Void
  ) throws -> JournalHead {
    let size = try withStore { (store) throws(JournalError) in
      try store.lastRow()?.row.sequence ?? 0
    }
    var exporter = Exporter(run: run, withPayloads: withPayloads, path: place.path)
    while exporter.head.size < size {
      let page = try withStore { (store) throws(JournalError) in
        try store.page(after: exporter.head.size)
      }
      guard !page.isEmpty else { break }
      for row in page.prefix(size - exporter.head.size) {
        let lines = try exporter.lines(row) { (commitment) throws(JournalError) in
          try self.withStore { (store) throws(JournalError) in
            try Payloads.exported(commitment.digest, in: store.connection)
          }
        }
        for line in lines { try write(line.bytes) }
      }
    }
    return exporter.head
  }

  /// Makes a copy of the journal as it is at this instant: one SQLite file that is in no special mode,
  /// to be handed to others.
  ///
  /// - Parameter path: where the copy is made; there must not be anything.
  /// - Returns: what verifying the copy found; a copy that does not verify is removed again.
  /// - Throws: ``JournalError``.
  public func exportCopy(to path: String) throws(JournalError) -> Verification {
    // Made first, so that it never has a wider mode than the journal.
    let descriptor = SystemCall.open(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
    guard descriptor >= 0 else {
      throw .system("make the export", path, SystemCall.errorNumber)
    }
    close(descriptor)
    do throws(JournalError) {
      let verification = try Importer.copy(of: place.path, into: path)
      if !verification.isWhole { unsafe unlink(path) }
      return verification
    } catch {
      unsafe unlink(path)
      throw error
    }
  }
}
