package import TemaeCore
package import TemaeRunner

/// Everything that outlives a driver, and a way to start one driver after the other.
package struct SimulatedWorld: Sendable {
  package let runbook: Runbook
  package let journal: SimulatedJournal
  package let clock: SimulatedClock
  package let machine = SimulatedMachine()
  package let shell: SimulatedShell
  package let database: SimulatedDatabase
  package var environment = [
    EnvironmentVariable(name: "PATH", value: "/bin"),
    EnvironmentVariable(name: "MAIN_URL", value: "dbname=tea"),
  ]

  package init(
    _ runbook: Runbook, clock: SimulatedClock = SimulatedClock(),
    identities: @escaping @Sendable (_ connection: String) throws -> TargetIdentity = { _ in
      .sample
    },
    sql: @escaping @Sendable (SQLOrder) -> SimulatedDatabase.Behaviour = { _ in .init() },
    shell: @escaping @Sendable (ShellOrder) -> SimulatedShell.Behaviour = { _ in .init() }
  ) {
    self.runbook = runbook
    let journal = SimulatedJournal()
    self.journal = journal
    self.clock = clock
    self.shell = SimulatedShell(journal: journal, clock: clock, behave: shell)
    database = SimulatedDatabase(
      journal: journal, clock: clock, identities: identities, behave: sql)
  }

  /// Opens the run; its first lease is the first driver's.
  package func open(
    files: [Opening.File] = [], t0: Instant? = nil, minute: Int = 60_000_000,
    honoursSchedule: Bool = true
  ) throws -> RunState {
    let opening = Opening(
      run: "run-1", name: "sample-1", runbook: runbook, compiled: [], source: [],
      directory: "/srv/runbook", document: "runbook.md", files: files, acceptance: .annotated,
      t0: t0, minuteMicroseconds: minute, parameters: [],
      targets: [PinnedTarget(database: "main", identity: .sample)], tool: "0.1.0")
    let state = try opening.record(
      in: journal, clock: clock, machine: machine, by: .sample, lease: .sample(honoursSchedule))
    guard let state else { throw SimulatedFault() }
    return state
  }

  /// The state that the journal's entries give, with the runbooks that its amendments lead to.
  package func replayed(amended editions: [Runbook] = []) throws -> RunState {
    var state = RunState(runbook: runbook, amended: editions)
    for entry in journal.entries { try state.apply(entry) }
    return state
  }

  /// A new process takes the lead of the run.
  package func takeOver() throws -> RunState {
    journal.reopen()
    machine.restart()
    let lead = Lead(
      run: "run-1", journal: journal, clock: clock, machine: machine, by: .sample)
    // What the dead driver left running may still record a late fact in between.
    for _ in 0..<10 {
      if let state = try lead.take(.sample(), from: try replayed()) { return state }
    }
    throw SimulatedFault()
  }

  /// A driver in this world.
  package func driver(
    _ state: RunState, _ console: SimulatedConsole? = nil,
    _ set: (inout DriverSettings) -> Void = { _ in }
  ) throws -> Driver {
    var settings = DriverSettings(
      by: .sample, epoch: state.epoch, isUnattended: false, journalDirectory: "/var/temae",
      environment: environment)
    set(&settings)
    let ports = DriverPorts(
      journal: journal, shell: shell, database: database,
      console: console ?? SimulatedConsole(clock: clock), clock: clock, machine: machine)
    return try Driver(state: state, ports: ports, settings: settings)
  }

  /// The types of the run's events, in order.
  package var types: [String] { journal.entries.map(\.event.type) }

  /// All bytes that the journal holds, as text: bodies and payloads.
  package var everythingRecorded: String {
    let bodies = journal.entries.map { String(decoding: $0.body, as: UTF8.self) }
    let payloads = journal.payloads.map { String(decoding: $0, as: UTF8.self) }
    return (bodies + payloads).joined(separator: "\n")
  }

  /// What a driver did that it must never do.
  package var violations: [String] { shell.violations + database.violations }
}
