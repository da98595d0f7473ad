import TemaeCore
import TemaePostgres
import TemaeReport

/// One way forward and back on a copy.
struct RehearsalTurning {
  private let rehearsing: Rehearsing
  private let clone: DatabaseClone
  private let journal: CloneJournal
  private let start: RehearsalLook

  /// Sees what the copy is like at the beginning.
  init(_ rehearsing: Rehearsing, on clone: DatabaseClone) async throws {
    self.rehearsing = rehearsing
    self.clone = clone
    CloneEnvironment.enter(
      rehearsing.rehearsed.runbook, rehearsing.database, connection: clone.connection)
    _ = try await PostgresDatabase().makeMarkerTable(connection: clone.connection)
    journal = try CloneJournal(in: clone.directory)
    start = try await Self.look(clone)
  }

  /// To the end, with a look after each step that may alter something, and back.
  func whole() async throws -> Rehearsing.Came {
    var run = try await run()
    let began = ContinuousClock.now
    var passages: [RehearsalResult.Passage] = []
    var obstacle: String?
    for stage in run.alteringStages(until: rehearsing.until) where obstacle == nil {
      options.remark("step \(stage.id): \(stage.title)")
      let began = ContinuousClock.now
      if try await !run.forward(to: stage.id) { obstacle = "the way forward: \(run.obstacle)" }
      try Rehearsing.checkInterruption()
      guard run.hasTried(stage) else { continue }
      passages.append(
        RehearsalResult.Passage(
          id: stage.id, title: stage.title, microseconds: Self.microseconds(since: began),
          look: try await Self.look(clone)))
    }
    if obstacle == nil, try await !run.forward(to: rehearsing.until) {
      obstacle = "the way forward: \(run.obstacle)"
    }
    let turn = try await back(
      &run, passages, of: rehearsing.rehearsed.altering, from: nil, obstacle,
      forward: Self.microseconds(since: began))
    return (turn, passages, clone.remarks)
  }

  /// To the end of the last of some steps, which were seen on another copy, and back.
  func back(after passages: [RehearsalResult.Passage]) async throws -> RehearsalTurn {
    var run = try await run()
    let began = ContinuousClock.now
    options.remark("to the end of step \(passages.last?.id ?? "")")
    let isThere = try await run.forward(to: passages.last?.id)
    let stages = rehearsing.rehearsed.altering.filter { stage in
      passages.contains { $0.id == stage.id }
    }
    return try await back(
      &run, passages, of: stages, from: passages.last,
      isThere ? nil : "the way forward: \(run.obstacle)",
      forward: Self.microseconds(since: began))
  }

  private func back(
    _ run: inout RehearsalRun, _ passages: [RehearsalResult.Passage], of stages: [Plan.Stage],
    from step: RehearsalResult.Passage?, _ obstacle: String?, forward: Int
  ) async throws -> RehearsalTurn {
    try Rehearsing.checkInterruption()
    options.remark("rolling back")
    let began = ContinuousClock.now
    let isBack = try await run.back()
    let back = Self.microseconds(since: began)
    try Rehearsing.checkInterruption()
    let result = RehearsalResult(
      of: stages, start: start, passages: passages, end: try await Self.look(clone),
      plan: run.loaded.state.rollbackPlan)
    var turn = RehearsalTurn(
      step: step?.id, title: step?.title, forwardObstacle: obstacle,
      backObstacle: isBack ? nil : "the way back: \(run.obstacle)", forwardMicroseconds: forward,
      backMicroseconds: back, failures: run.failures, durations: run.durations, result: result)
    if !turn.isGood {
      turn.journal = try journal.keep(on: RehearsalShelf(beside: options.place), as: run.name)
    }
    return turn
  }

  private var options: SharedOptions { rehearsing.options }

  private func run() async throws -> RehearsalRun {
    try await RehearsalRun(
      of: rehearsing.rehearsed.runbook, rehearsing.document, parameters: rehearsing.parameters,
      answers: rehearsing.answers, in: journal.journal, options)
  }

  private static func look(_ clone: DatabaseClone) async throws -> RehearsalLook {
    let postgres = PostgresDatabase()
    let catalog = try await postgres.catalog(connection: clone.connection)
    let contents = try await postgres.contents(connection: clone.connection, of: nil) { _ in }
    return RehearsalLook(catalog: catalog, contents: contents)
  }

  private static func microseconds(since instant: ContinuousClock.Instant) -> Int {
    Int((ContinuousClock.now - instant) / .microseconds(1))
  }
}
