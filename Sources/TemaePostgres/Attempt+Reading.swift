import TemaeCore

extension Attempt {
  // MARK: Reading the catalog

  /// Reads what the target has, and what the pieces declare where that is asked.
  mutating func performReading(_ question: CatalogQuestion) throws(Ending) {
    let session = try connect()
    inFlight.connected(key, session.cancelHandle)
    try observeTarget(session)
    try prepare(session)
    started = ContinuousClock.now
    let timeoutSeconds = order.timeoutSeconds
    let present = try own(session) { session throws(Session.Trouble) in
      let snapshot = try Snapshot(session, timeoutSeconds: timeoutSeconds)
      let catalog = try CatalogReader(snapshot: snapshot).read()
      try snapshot.end()
      return catalog
    }
    var reading = CatalogReading(present: present)
    if case .presentAndDeclared(let server) = question {
      reading.declared = try declared(on: server, session)
    }
    catalog = reading
  }

  private func declared(on server: String?, _ session: Session) throws(Ending) -> Catalog {
    do {
      return try Declaration(pieces: order.pieces, server: server).catalog(for: session)
    } catch {
      throw Ending(status: .failed(error.failure))
    }
  }
}
