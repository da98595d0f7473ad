import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaePostgres
import TemaeRunner

/// `temae resume`: finds out what really happened, and goes on.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Go on with an interrupted, halted or paused run.",
    discussion: """
      What an earlier driver left open is settled first: from its supervisor's records, from the \
      marker in the database, by a probe, or by asking.
      A runner that is stopped or stuck holds its run as long as it lives. --take-over ends it \
      first; the commands that it started go on under their supervisors and are found again. A run \
      that was last driven on another machine needs --take-over too: what goes on there cannot be \
      seen from here.
      A run goes on only in the databases that it was opened on, and as they were: after a failover, \
      or after somebody has put one back to a backup, --repin pins them anew. What is recorded as \
      done there is looked for again, by its marker, by its probe, or by asking. On a terminal the \
      run's name must be typed.
      """)

  @Argument(help: "The run's name, or the beginning of its id.")
  var run: String?

  @Option(
    help: ArgumentHelp(
      "End the runner that holds the run, and drive it on; why is recorded.", valueName: "reason"))
  var takeOver: String?

  @Option(
    help: ArgumentHelp(
      "Pin the databases anew as they are now, after a failover or a restore; why is recorded.",
      valueName: "reason"))
  var repin: Words?

  @OptionGroup var others: BesideOptions
  @OptionGroup var driving: DrivingOptions
  @OptionGroup var options: SharedOptions

  func run() async throws {
    Interruptions.watch()
    let journal = try options.openJournal(.write)
    let choice = try RunChoice(journal).toChange(run)
    let loaded = try RunLoader.load(choice.id, from: journal)
    guard !loaded.state.status.isEnded else {
      throw Failure(
        .usage, "run \(choice.name) is \(loaded.state.status.rawValue): there is nothing to resume",
        next: "temae timeline \(choice.name)")
    }
    try Whereabouts.check(loaded, reason: takeOver)
    let lock = try TakeOver.lock(
      run: choice.id, named: choice.name, beside: journal.place, reason: takeOver)
    try ChangedFiles.say(loaded, journal, options)
    Surroundings.sayWhatChanged(since: loaded.entries, options)
    let repinning = await Repinning(of: loaded.state)
    try repinning.check(reason: repin, for: "resume", isUnattended: driving.unattended)
    let (database, beside) = try await Self.hold(
      loaded.state, repinning.targets, in: journal, beside: others.beside)
    let secrets = try await Self.secrets(of: loaded, in: journal, driving, options)
    let state = try Self.takeLead(
      of: loaded, in: journal, driving, options, reason: takeOver, beside: others.beside,
      because: others.reason?.text,
      repins: repinning.repins(because: repin, in: journal))
    let exit = try await Drive(
      journal: journal, state: state, common: options, options: driving, secrets: secrets,
      database: database, beside: beside
    ).run()
    withExtendedLifetime(lock) {}
    throw exit.code
  }

  /// Refuses a run whose databases have another one; what holds them, and the runs beside which it
  /// may work.
  static func hold(
    _ state: RunState, _ targets: [PinnedTarget], in journal: Journal,
    beside named: [String] = []
  ) async throws -> (PostgresDatabase, beside: [String]) {
    let openRuns = try OpenRuns(on: targets, in: journal, except: state.run)
    try openRuns.check(beside: named)
    let holding = TargetHolding(
      database: PostgresDatabase(), run: state.run, name: state.opened?.name ?? state.run,
      runbook: state.runbook, beside: openRuns.agreed + named)
    let found = try await holding.take(targets)
    try openRuns.checkNames(named, found: found)
    return (holding.database, holding.beside)
  }

  /// What the rest of a run needs and its journal never holds, or what a command needs.
  static func secrets(
    of loaded: LoadedRun, for command: String? = nil, in journal: Journal,
    _ driving: DrivingOptions, _ options: SharedOptions
  ) async throws(Failure) -> [SuppliedSecret] {
    let name = loaded.state.opened?.name ?? loaded.state.run
    let check = SecretKey.read(for: loaded.state.run, beside: journal.place)
    return try await SecretValues(
      run: name, check: check, isUnattended: driving.unattended, options: options
    ).supply(loaded.state.neededSecrets(in: loaded.entries, for: command))
  }

  static func takeLead(
    of loaded: LoadedRun, in journal: Journal, _ driving: DrivingOptions, _ options: SharedOptions,
    reason: String? = nil, beside: [String] = [], because: String? = nil,
    repins: (events: [TargetRepinned], reason: SealedPayload)? = nil
  ) throws -> RunState {
    var loaded = loaded
    let lead = Lead(
      run: loaded.state.run, journal: journal, clock: SystemClock(), machine: SystemMachine(),
      by: options.person)
    let note = reason.map { journal.seal(Array("taken over: \($0)".utf8), media: "text/plain") }
    let why = because.map { journal.seal(Array($0.utf8), media: "text/plain") }
    for _ in 0..<PersonCommand.tries {
      let lease = Drive.lease(honoursSchedule: !driving.noWait && loaded.state.opened?.t0 != nil)
      if let state = try lead.take(
        lease, from: loaded.state, note: note, beside: beside, why, repins: repins)
      {
        return state
      }
      try RunLoader.refresh(&loaded, from: journal)
    }
    throw Failure(.elsewhere, "the run moves on faster than it can be read", next: "try again")
  }
}
