import TemaeCore

extension Driver {
  /// Looks at the indexes that a concurrent statement is about, and waits for who still builds them.
  func inspect(_ id: String, _ attempt: Int) async throws {
    guard let known = state.activity(id), let activity = state.definition(id),
      let statement = activity.concurrentIndex, let key = activity.settings.database
    else { return }
    let report: IndexReport
    do {
      report = try await ports.database.indexes(
        connection: try connection(key), pinned: state.pin(of: key), of: statement)
    } catch let error as DriverError {
      throw error
    } catch {
      let detail = "the indexes of \(id) cannot be looked at: \(mask.masked("\(error)"))"
      return try await halt(known.phase == .unknown ? .unknown : .target, id, detail)
    }
    if attempt == known.attempts, let builder = report.builders.first {
      if orphansNamed.insert("\(id) \(builder)").inserted {
        await ports.console.say("\(id): an index is still being built (\(builder)): waiting for it")
      }
      return try await waitForOrphan()
    }
    try await recordUnlessMoved(
      .indexesObserved(
        IndexesObserved(activity: id, attempt: attempt, indexes: report.indexes)))
  }
}
