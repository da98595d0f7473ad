import TemaeBackup
import TemaeCore
import TemaeJournal
import TemaePostgres
import TemaeReport
import TemaeRunner

/// The order of a rehearsal: a copy, the way forward with looks between, the way back, a last look.
struct Rehearsing {
  let document: DocumentReader.Document
  let rehearsed: RehearsedRunbook
  let database: String
  let backup: BackupDirectory
  let parameters: [String]
  let journal: Journal
  let options: SharedOptions

  /// Rehearses on a copy, which is ended by whoever made it.
  func run(on clone: DatabaseClone) async throws -> RehearsalReport {
    CloneEnvironment.enter(rehearsed.runbook, database, connection: clone.connection)
    _ = try await PostgresDatabase().makeMarkerTable(connection: clone.connection)
    let start = try await look(clone)
    var run = try await RehearsalRun(
      of: rehearsed.runbook, document, parameters: parameters, in: journal, options)
    let began = ContinuousClock.now
    let (passages, forwardObstacle) = try await forward(&run, clone)
    let forward = Self.microseconds(since: began)
    try Self.checkInterruption()
    options.remark("rolling back")
    let turned = ContinuousClock.now
    let isBack = try await run.back()
    let back = Self.microseconds(since: turned)
    let backObstacle = isBack ? nil : "the way back: \(run.obstacle)"
    try Self.checkInterruption()
    let result = RehearsalResult(
      start: start, passages: passages, end: try await look(clone),
      plan: run.loaded.state.rollbackPlan)
    return RehearsalReport(
      title: rehearsed.runbook.title, digest: rehearsed.runbook.digest, backup: backup.path,
      takenAt: backup.manifest.takenAt, remarks: clone.remarks, left: rehearsed.left,
      forwardObstacle: forwardObstacle, backObstacle: backObstacle, forwardMicroseconds: forward,
      backMicroseconds: back, result: result, journal: journal.place.path)
  }

  /// Goes forward, and looks at the copy after each step that may alter it.
  private func forward(
    _ run: inout RehearsalRun, _ clone: DatabaseClone
  ) async throws -> ([RehearsalResult.Passage], obstacle: String?) {
    var passages: [RehearsalResult.Passage] = []
    for stage in run.alteringStages {
      try Self.checkInterruption()
      options.remark("step \(stage.id): \(stage.title)")
      let began = ContinuousClock.now
      let isThere = try await run.forward(to: stage.id)
      passages.append(
        RehearsalResult.Passage(
          id: stage.id, title: stage.title, microseconds: Self.microseconds(since: began),
          look: try await look(clone)))
      if !isThere { return (passages, "the way forward: \(run.obstacle)") }
    }
    return (passages, try await run.forward(to: nil) ? nil : "the way forward: \(run.obstacle)")
  }

  private func look(_ clone: DatabaseClone) async throws -> RehearsalLook {
    let postgres = PostgresDatabase()
    let catalog = try await postgres.catalog(connection: clone.connection)
    let contents = try await postgres.contents(connection: clone.connection, of: nil) { _ in }
    return RehearsalLook(catalog: catalog, contents: contents)
  }

  private static func microseconds(since instant: ContinuousClock.Instant) -> Int {
    Int((ContinuousClock.now - instant) / .microseconds(1))
  }

  private static func checkInterruption() throws(Failure) {
    guard Interruptions.count == 0 else { throw Failure(.interrupted, "interrupted") }
  }
}
