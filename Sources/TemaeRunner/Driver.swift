public import TemaeCore

/// Drives one run: decide, record the intent, perform, record the outcome; again and again.
///
/// The driver has no rules of its own. What comes next is ``RunState/decide(at:)``; the driver carries
/// it out and turns what the world answers into events. No effect begins before its intent is
/// durable, and no answer counts before its event is.
public actor Driver {
  let ports: DriverPorts
  let settings: DriverSettings
  /// The run as far as this driver has read the journal.
  public internal(set) var state: RunState
  /// Hides every value of ``hidden`` and of ``secrets``.
  var mask: Mask
  /// Secrets that commands are given under their names.
  var secrets: [EnvironmentVariable] = [] {
    didSet { mask = Mask(secrets: secrets.map(\.value) + hidden) }
  }
  /// What is masked and never given: passwords of connections, captured secrets.
  var hidden: [String] = [] {
    didSet { mask = Mask(secrets: secrets.map(\.value) + hidden) }
  }
  var values: [String: String] = [:]
  var watches: [String: Task<Void, Never>] = [:]
  var watchEnds: [String: WatchEnd] = [:]
  var watchFailure: (any Error)?
  /// What earlier drivers recorded of the output of attempts that they left open, by activity.
  var recordedOutput: [String: RecordedOutput] = [:]
  /// Activities whose descendants were given the time to end by themselves.
  var descendantsNamed: Set<String> = []
  /// How many interruptions have had their answer.
  var heeded = 0
  /// The command that is followed, where a person may want it to end.
  var followed: FollowedCommand?
  /// How often the end of a command without a supervisor was looked at since it is to end.
  var orphanLooks: [String: Int] = [:]
  /// Commands without a supervisor that were named to the person once.
  var orphansNamed: Set<String> = []
  /// An attempt whose intent was committed together with the outcome before it.
  var inHand: AttemptInHand?
  /// Whether the journal has only its reserve left: what has happened is recorded, then it halts.
  private var isDiskFull = false
  /// The server's process that holds a database for this driver, by the database's key.
  var holders: [String: Int] = [:]
  /// How many attempts in a row found their hold gone.
  var unheldInRow = 0
  /// The position of the state that the decision in hand was made on.
  ///
  /// A watch may end while it is carried out, and its end brings in what people recorded meanwhile.
  private(set) var decidedAt = 0
  private var seenVersion: Int?
  /// The position of the last state whose digest an entry carries.
  private var digestedAt: Int

  /// Makes a driver for a run whose lease has been recorded.
  ///
  /// - Throws: ``DriverError`` when a declared secret has no value or a payload is missing.
  public init(state: RunState, ports: DriverPorts, settings: DriverSettings) throws {
    self.state = state
    self.ports = ports
    self.settings = settings
    digestedAt = state.position
    let supplied = settings.secrets.filter { !$0.secret.isCaptured }
    let named = settings.environment.filter { variable in
      state.runbook.settings.secrets.contains(variable.name) || SecretName.matches(variable.name)
    }
    let given = supplied.map { EnvironmentVariable(name: $0.secret.name, value: $0.value) }
    // What was supplied stands above a variable of the same name, which is masked all the same.
    let outdone = named.filter { variable in given.contains { $0.name == variable.name } }
    secrets = named.filter { !outdone.contains($0) } + given
    let captured = settings.secrets.filter(\.secret.isCaptured)
    hidden = try Self.passwords(state.runbook, settings.environment, ports.database)
    hidden += outdone.map(\.value) + captured.map(\.value)
    mask = Mask(secrets: secrets.map(\.value) + hidden)
    values = try Self.loadValues(state, ports.journal)
    for value in captured { values[value.secret.name] = value.value }
  }

  /// Drives until the run ends, halts, is paused, or another driver takes it over.
  ///
  /// - Throws: ``DriverError``, ``InvalidHistory``, or what the journal throws.
  public func drive() async throws -> RunOutcome {
    try await supplySecrets()
    try await removeLeftSpools()
    while true {
      if let watchFailure { throw watchFailure }
      try await catchUp()
      if let outcome = try await stopIfAsked() { return outcome }
      if let attempt = inHand {
        inHand = nil
        try await state.status == .open ? perform(attempt) : takeBack(attempt)
        continue
      }
      decidedAt = state.position
      switch state.decide(at: ports.clock.now(), boot: ports.clock.bootMicroseconds()) {
      case .start(let activity, _): try await begin(activity)
      case .observe(let database): try await observe(database)
      case .inspect(let activity, let attempt): try await inspect(activity, attempt)
      case .settle(let activity, let attempt): try await settle(activity, attempt)
      case .conclude(let activity, let attempt, let verdict):
        try await conclude(activity, attempt, verdict)
      case .awaitDescendants(let activity, let attempt):
        try await awaitDescendants(activity, attempt)
      case .endWatch(let activity, _): try await endWatch(activity, .until)
      case .wait(let until, let stage): try await wait(until: until, stage: stage)
      case .ask(let question): try await ask(question)
      case .halt(let reason, let activity):
        try await halt(reason, activity, state.halt?.detail ?? "")
      case .planRollback: try await planRollback()
      case .finish: try await finish()
      case .rest: return try await rest()
      }
    }
  }

  /// Lets go of the run: watches end, the lease is released.
  public func release() async throws {
    for activity in watches.keys.sorted() { try await endWatch(activity, .interrupted) }
    try await removeLeftSpools()
    guard !state.isReleased else { return }
    try await record([.leaseReleased(LeaseReleased())])
  }

  private func rest() async throws -> RunOutcome {
    try await release()
    switch state.status {
    case .completed: return .completed
    case .rolledBack: return .rolledBack(isWhole: state.rollback?.end?.isWhole ?? false)
    case .aborted: return .aborted
    case .halted: return .halted(state.halt?.reason ?? .person)
    case .paused, .open, .new: return .paused
    }
  }

  private func stopIfAsked() async throws -> RunOutcome? {
    guard state.status == .open else { return nil }
    if ports.machine.interruptions() > 0 {
      try await halt(.interrupted, nil, "the driver was asked to stop")
      return nil
    }
    if isDiskFull {
      try await halt(.disk, nil, "make room on the disk of the journal")
      return nil
    }
    let isBeyondRequests =
      settings.onlyRequested && state.requested.isEmpty && !state.isHaltDue
    guard isBeyondRequests || isPastLastStage else { return nil }
    try await release()
    return .paused
  }

  private var isPastLastStage: Bool {
    // A step without activities has no stage, and is a place to stop all the same.
    let order = ["prerequisites"] + state.runbook.steps.map(\.id) + ["success"]
    guard !state.isRollingBack, let last = settings.untilStage, let end = order.firstIndex(of: last)
    else { return false }
    let stages = state.plan.stages.filter { order[...end].contains($0.id) }
    return stages.flatMap(\.activities).allSatisfy { activity in
      guard let phase = state.activity(activity.id)?.phase else { return true }
      return phase.isResolved || (activity.role == .watch && phase.isOpen)
    }
  }

  /// Halts the run, unless somebody else has stopped or ended it since this was decided.
  func halt(_ reason: HaltReason, _ activity: String?, _ detail: String) async throws {
    guard state.status == .open else { return }
    let halted = RunHalted(activity: activity, detail: mask.masked(detail), reason: reason)
    let condition = AppendCondition.intents(epoch: settings.epoch, position: state.position)
    try await record([.runHalted(halted)], condition: condition)
  }

  /// Records what the decision in hand leads to; when the run has moved on since, it is decided anew.
  ///
  /// - Parameters:
  ///   - event: What is to be recorded.
  ///   - payloads: What it commits to.
  /// - Returns: The entry; `nil` where the run has moved on.
  /// - Throws: ``DriverError``, or what the journal throws.
  @discardableResult
  func recordUnlessMoved(
    _ event: Event, payloads: [SealedPayload] = []
  ) async throws -> Entry? {
    let condition = AppendCondition.intents(epoch: settings.epoch, position: decidedAt)
    return try await record([event], payloads: payloads, condition: condition)?.first
  }

  private func wait(until instant: Instant, stage: String) async throws {
    // By the boot clock, for a second at most: where the wall clock is set, it is decided anew.
    let left = instant.microseconds(since: ports.clock.now())
    let deadline = ports.clock.bootMicroseconds() + min(left, 1_000_000)
    while ports.machine.interruptions() == 0 {
      let rest = deadline - ports.clock.bootMicroseconds()
      if try rest <= 0 || hasChanged() { return }
      await ports.console.tick(state, ports.clock.now(), .instant(instant, stage: stage))
      await ports.clock.sleep(milliseconds: max(1, min(100, rest / 1000)))
    }
  }
}

extension Driver {
  /// Records facts of this driver and takes them into the state.
  @discardableResult
  func record(
    _ events: [Event], payloads: [SealedPayload] = [], condition: AppendCondition? = nil
  ) async throws -> [Entry]? {
    var drafts = draft(events)
    // Only where the condition says that nothing comes in between, the state is the one before.
    if case .intents = condition, isDigestDue(before: events[0]) {
      drafts[0].state = state.digest(ports.machine.digest)
      digestedAt = state.position
    }
    let condition = condition ?? .facts(epoch: settings.epoch)
    var result = try ports.journal.record(drafts, payloads: payloads, condition: condition)
    if case .full = result {
      isDiskFull = true
      // What has happened is worth the reserve; what is about to begin is not.
      guard case .facts = condition else { return nil }
      result = try ports.journal.record(drafts, payloads: payloads, condition: condition)
    }
    switch result {
    case .recorded(let entries):
      try await take(entries)
      return entries
    case .conflict, .full: return nil
    case .fenced(let epoch): throw DriverError.fenced(epoch: epoch)
    }
  }

  private func isDigestDue(before event: Event) -> Bool {
    if case .runHalted = event { return true }
    if case .runCompleted = event { return true }
    if case .rollbackCompleted = event { return true }
    return state.position - digestedAt >= 1000
  }

  func draft(_ events: [Event]) -> [EventDraft] {
    let command = ports.machine.identifier()
    let now = ports.clock.now()
    let boot = ports.clock.bootMicroseconds()
    return events.enumerated().map { index, event in
      EventDraft(
        run: state.run, at: now, bootMicroseconds: boot, by: settings.by, epoch: settings.epoch,
        command: command, index: index, cause: state.sequence > 0 ? state.sequence : nil,
        event: event)
    }
  }

  /// Applies entries; what others recorded in between is read first.
  private func take(_ entries: [Entry]) async throws {
    let isNext = entries.first?.position == state.position + 1
    let all = isNext ? entries : try ports.journal.entries(run: state.run, after: state.position)
    for entry in all {
      // Whoever amends a run holds it: this driver does not any more, and has no use for the rest.
      if case .runbookAmended = entry.event { throw DriverError.fenced(epoch: state.epoch) }
      try state.apply(entry)
    }
    await ports.console.show(all, state)
    if state.epoch > settings.epoch { throw DriverError.fenced(epoch: state.epoch) }
  }

  func catchUp() async throws {
    // The version is read first: what is written in between is then seen as a change.
    seenVersion = try ports.journal.dataVersion()
    let entries = try ports.journal.entries(run: state.run, after: state.position)
    if !entries.isEmpty { try await take(entries) }
  }

  /// Whether another process has written since this driver last caught up.
  func hasChanged() throws -> Bool {
    try ports.journal.dataVersion() != seenVersion
  }

  func seal(_ text: String, media: String = "text/plain") -> SealedPayload {
    ports.journal.seal(Array(text.utf8), media: media)
  }

  private static func loadValues(
    _ state: RunState, _ journal: any JournalPort
  ) throws -> [String: String] {
    var values: [String: String] = [:]
    let named = state.values.map { ($0.name, $0.value) }
    let exported = state.variables.map { ("$\($0.name)", $0.value) }
    for (name, commitment) in named + exported {
      guard let commitment else { continue }
      guard let bytes = try journal.payload(commitment) else {
        throw DriverError.missingPayload("the value \(name)")
      }
      values[name] = String(decoding: bytes, as: UTF8.self)
    }
    return values
  }

  private static func passwords(
    _ runbook: Runbook, _ environment: [EnvironmentVariable], _ database: any DatabasePort
  ) throws -> [String] {
    try runbook.settings.databases.flatMap { reference -> [String] in
      guard let connection = environment.first(where: { $0.name == reference.variable }) else {
        return []
      }
      let variables = try database.environment(of: connection.value)
      let passwords = variables.filter { $0.name == "PGPASSWORD" }.map(\.value)
      // A URL may spell its password in another way than the server hears it.
      return passwords.isEmpty ? [] : passwords + [connection.value]
    }
  }
}
