import TemaeCore
import TemaeJournal
import TemaePostgres
import TemaeReport
import TemaeRunner

/// A rehearsal's own run: opened in a journal of its own, driven forward step by step, and back.
struct RehearsalRun {
  private let journal: Journal
  private let options: SharedOptions
  private let secrets: [SuppliedSecret]
  private let answers: RehearsalAnswers
  private let database: PostgresDatabase
  private let lock: RunLock
  private(set) var loaded: LoadedRun

  /// Opens the run on the copy that this process's variables lead to.
  init(
    of runbook: Runbook, _ document: DocumentReader.Document, parameters: [String],
    answers: RehearsalAnswers, in journal: Journal, _ options: SharedOptions
  ) async throws {
    self.journal = journal
    self.options = options
    self.answers = answers
    let given = try ParameterValues(parameters, of: runbook)
    secrets = try await SecretValues(isUnattended: true, options: options)
      .supply(RunState(runbook: runbook).neededSecrets(in: []))
    let targets = try await Targets.observe(runbook, environment: Drive.environment)
    let run = Identifier.make(at: SystemClock().now())
    lock = try RunLock.take(run: run, beside: journal.place)
    let name = try journal.nextRunName(
      slug: "rehearsal-\(Self.mark())-\(RunCommand.slug(runbook.title))")
    database = PostgresDatabase()
    _ = try await TargetHolding(
      database: database, run: run, name: name, runbook: runbook, beside: []
    ).take(targets)
    let opening = Opening(
      run: run, name: name, runbook: runbook, compiled: try RunCommand.compiled(runbook),
      source: document.source, directory: document.directory, document: document.name,
      files: try document.pinnedFiles(runbook), acceptance: .annotated, t0: nil,
      minuteMicroseconds: 60_000_000, parameters: given.open, targets: targets,
      tool: Temae.version, purpose: .rehearsal)
    let state = try opening.record(
      in: journal, clock: SystemClock(), machine: SystemMachine(), by: options.person,
      lease: Drive.lease(honoursSchedule: false))
    guard state != nil else { throw Failure(.elsewhere, "the journal is not this process's own") }
    loaded = try RunLoader.load(run, from: journal)
  }

  /// The run's name.
  var name: String { loaded.state.opened?.name ?? loaded.state.run }

  /// Six digits: scripts name their files after the run, and no two rehearsals may share them.
  private static func mark() -> String {
    let number = Int.random(in: 0..<(1 << 24))
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The stages in which something may alter the copy, up to the end of one.
  func alteringStages(until last: String?) -> [Plan.Stage] {
    let stages = loaded.state.plan.stages
    let end = stages.firstIndex { $0.id == last } ?? stages.count - 1
    return stages[...end].filter { $0.activities.contains(where: \.role.mayWrite) }
  }

  /// Whether anything of a stage that may alter the copy has begun.
  func hasTried(_ stage: Plan.Stage) -> Bool {
    stage.activities.contains {
      $0.role.mayWrite && loaded.state.activity($0.id)?.phase != .pending
    }
  }

  /// What failed, and what it said.
  var failures: [String] {
    StatusReport(
      state: loaded.state, at: SystemClock().now(), holder: nil, payload: journal.resolver
    ).failureTexts
  }

  /// Goes on to the end of a stage, or to the end of the run.
  ///
  /// - Returns: Whether it came so far.
  mutating func forward(to stage: String?) async throws -> Bool {
    guard !loaded.state.status.isEnded else { return true }
    repeat {
      try answerItems()
      try await drive(until: stage)
    } while try loaded.state.halt != nil && Interruptions.count == 0 && answerItems()
    // A driver that was to stop after a stage leaves the run open.
    return loaded.state.status == .completed || stage != nil && loaded.state.status == .open
  }

  /// Undoes all of it; what only a person could undo is left.
  ///
  /// - Returns: Whether it came to its end.
  mutating func back() async throws -> Bool {
    let asking = PersonCommand(journal: journal, by: options.person)
    do {
      _ = try asking.record(
        .rollBack(scope: nil, upTo: nil, keepsGoing: true, reason: nil), in: &loaded)
    } catch is Rejection {
      // There is nothing to undo.
      return loaded.state.rollbackPlan.left.isEmpty
    }
    while true {
      try await drive(until: nil)
      guard !loaded.state.status.isEnded, Interruptions.count == 0,
        let next = loaded.state.nextByHand
      else { return loaded.state.status.isEnded }
      var leaving = PersonCommand(journal: journal, by: options.person)
      if let answer = answers.answers[next] {
        _ = try leaving.record(.answer(activity: next, answer, note: nil), in: &loaded)
        guard answer == .yes else { return false }
      } else {
        let reason = leaving.sealed("a rehearsal: nobody undoes it by hand")
        _ = try leaving.record(.skip(activity: next, reason: reason), in: &loaded)
      }
    }
  }

  /// How long each activity worked that came to a good end, all of its attempts together.
  var durations: [RehearsalRecord.Duration] {
    var durations: [RehearsalRecord.Duration] = []
    for entry in loaded.entries {
      guard case .attemptSucceeded(let data) = entry.event else { continue }
      durations.append(
        .init(activity: data.activity, microseconds: data.report.durationMicroseconds))
    }
    return durations
  }

  /// Records what was answered beforehand, where its turn has come.
  ///
  /// - Returns: Whether anything was.
  @discardableResult
  private mutating func answerItems() throws -> Bool {
    var isAny = false
    for (id, answer) in answers.answers.sorted(by: { $0.key < $1.key })
    where loaded.state.activity(id)?.phase == .pending {
      do {
        let asking = PersonCommand(journal: journal, by: options.person)
        _ = try asking.record(.answer(activity: id, answer, note: nil), in: &loaded)
        isAny = true
      } catch is Rejection {
        // Its turn has not come.
        continue
      }
    }
    return isAny
  }

  /// What the run says of itself when it did not come to its end.
  var obstacle: String {
    let halt = loaded.state.halt
    let detail = halt.map { [$0.activity, $0.detail].compactMap(\.self).joined(separator: ": ") }
    return "it stopped at \(detail ?? loaded.state.status.rawValue)"
  }

  private mutating func drive(until stage: String?) async throws {
    var driving = DrivingOptions()
    driving.noWait = true
    driving.unattended = true
    driving.untilStep = stage
    driving.format = nil
    driving.outputLimit = 64 << 20
    let isFirst = loaded.state.epoch == 1 && loaded.state.status == .open && !hasBegun
    let state =
      isFirst
      ? loaded.state : try ResumeCommand.takeLead(of: loaded, in: journal, driving, options)
    _ = try await Drive(
      journal: journal, state: state, common: options, options: driving, secrets: secrets,
      database: database, console: SilentConsole()
    ).run()
    try RunLoader.refresh(&loaded, from: journal)
    withExtendedLifetime(lock) {}
  }

  private var hasBegun: Bool { loaded.entries.count > 2 }
}

extension RunState {
  /// The compensation whose turn it is, where only a person could carry it out.
  fileprivate var nextByHand: String? {
    let next = compensations.first { activity($0.id)?.phase.isResolved != true }
    return next?.kind == .manual ? next?.id : nil
  }
}
