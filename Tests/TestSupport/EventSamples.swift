package import TemaeCore

extension Operator {
  /// The person of the tests.
  package static let sample = Operator(name: "Mio", account: "mio", host: "teahouse")
}

extension RunOpened {
  /// The opening of a sample runbook.
  package static func sample(
    _ runbook: Runbook, t0: Instant? = nil, minute: Int = 60_000_000
  ) -> RunOpened {
    RunOpened(
      acceptance: .annotated, compiled: commitment("compiled"), digest: runbook.digest,
      directory: "/srv/runbook", document: "runbook.md", files: [], format: Runbook.currentFormat,
      minuteMicroseconds: minute, name: "sample-1", parameters: [],
      source: commitment("source"), t0: t0, targets: [], title: runbook.title, tool: "0.1.0")
  }
}

extension RunbookAmended {
  /// An amendment that makes another runbook of one, and says what becomes of which activity.
  package static func sample(
    from old: Runbook, to new: Runbook, added: [String] = [], changed: [String] = [],
    removed: [String] = []
  ) -> RunbookAmended {
    RunbookAmended(
      acceptance: .annotated, added: added, changed: changed, compiled: commitment("compiled"),
      difference: commitment("difference"), digest: new.digest, directory: "/srv/runbook",
      document: "runbook.md", files: [], format: Runbook.currentFormat, parameters: [],
      previous: old.digest, reason: commitment("a typing error"), removed: removed,
      source: commitment("source"), targets: [], tool: "0.1.0", void: [])
  }
}

extension Amendment {
  /// A changed document whose files and databases are what they were.
  package static func sample(_ runbook: Runbook) -> Amendment {
    Amendment(
      runbook: runbook, acceptance: .annotated, compiled: commitment("compiled"),
      source: commitment("source"), difference: commitment("difference"),
      directory: "/srv/runbook", document: "runbook.md", files: [], parameters: [], targets: [],
      reason: commitment("a typing error"), tool: "0.1.0")
  }
}

extension LeaseTaken {
  /// A lease of the tests' process.
  package static func sample(
    _ honoursSchedule: Bool = true, boot: String = "boot-1"
  ) -> LeaseTaken {
    LeaseTaken(
      boot: boot, honoursSchedule: honoursSchedule, machine: "machine-1", processID: 4711,
      startTicks: "42")
  }
}

extension AttemptReport {
  /// An attempt that took a second.
  package static let sample = AttemptReport(durationMicroseconds: 1_000_000, exitCode: 0)
}

extension AttemptIntended {
  /// An intent without anything particular.
  package static func sample(_ id: String, attempt: Int) -> AttemptIntended {
    AttemptIntended(
      activity: id, attempt: attempt, directory: "attempts/\(id)-\(attempt)", environment: ["PATH"],
      source: testDigest(id.utf8))
  }
}

extension AttemptSucceeded {
  /// A good end.
  package static func sample(_ id: String, _ attempt: Int) -> AttemptSucceeded {
    AttemptSucceeded(activity: id, attempt: attempt, report: .sample)
  }
}

extension AttemptFailed {
  /// A bad end.
  package static func sample(_ id: String, _ attempt: Int) -> AttemptFailed {
    AttemptFailed(
      activity: id, attempt: attempt,
      failure: AttemptFailure(
        kind: .exit, mayHaveTakenEffect: true, message: commitment("exit code 1")),
      report: .sample)
  }
}

extension ProbeAnswered {
  /// A probe's answer.
  package static func sample(_ id: String, _ answer: ProbeAnswer, _ attempt: Int) -> ProbeAnswered {
    ProbeAnswered(activity: id, answer: answer, attempt: attempt, report: .sample)
  }
}

extension WatchEnded {
  /// A watch's end.
  package static func sample(_ id: String, _ reason: WatchEnd, _ attempt: Int) -> WatchEnded {
    WatchEnded(activity: id, attempt: attempt, reason: reason, report: .sample)
  }
}

extension TargetIdentity {
  /// The database of the tests.
  package static let sample = TargetIdentity(
    systemIdentifier: "7301", timeline: 1, database: "tea", host: "/tmp:5432",
    serverVersion: "15.8", role: "postgres")
}

extension RollbackPlanned {
  /// A plan that was recorded.
  package static var sample: RollbackPlanned {
    RollbackPlanned(compensated: 0, left: 0, plan: commitment("plan"))
  }
}
