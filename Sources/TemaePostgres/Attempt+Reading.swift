import TemaeCore

extension Attempt {
  // MARK: Reading the catalog

  /// Reads what the target has, or what the pieces declare and what would come of them.
  mutating func performReading(_ question: CatalogQuestion) throws(Ending) {
    let session = try connect()
    inFlight.connected(key, session.cancelHandle)
    try observeTarget(session)
    try prepare(session)
    started = ContinuousClock.now
    switch question {
    case .present: catalog = CatalogReading(present: try present(session))
    case .declared(let declaring):
      let declaration = Declaration(
        pieces: order.pieces, declaring: declaring, timeoutSeconds: order.timeoutSeconds)
      do {
        catalog = try declaration.reading(for: session)
      } catch {
        throw Ending(status: .failed(error.failure))
      }
    }
  }

  private func present(_ session: Session) throws(Ending) -> Catalog {
    let timeoutSeconds = order.timeoutSeconds
    return try own(session) { session throws(Session.Trouble) in
      try session.catalog(timeoutSeconds: timeoutSeconds)
    }
  }
}
