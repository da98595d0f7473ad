package import TemaeCore

/// A history in the making: a test lets things happen and asks what the machine decides.
package struct Trace {
  package private(set) var state: RunState
  package private(set) var entries: [Entry] = []
  /// The test's clock; each entry takes it and moves it on by a second.
  package var now = Instant(microseconds: 1_900_000_000_000_000)

  /// Opens a run and takes its first lease; `minute` microseconds make a minute of the schedule.
  package init(
    _ runbook: Runbook, t0: Instant? = nil, minute: Int = 60_000_000, honoursSchedule: Bool = true
  ) throws(InvalidHistory) {
    state = RunState(runbook: runbook)
    try happen(.runOpened(.sample(runbook, t0: t0, minute: minute)), epoch: nil)
    try happen(.leaseTaken(.sample(honoursSchedule)), epoch: 1)
  }

  /// Starts with nothing recorded.
  package init(unopened runbook: Runbook) {
    state = RunState(runbook: runbook)
  }

  /// What comes next.
  package var next: Decision { state.decide(at: now) }

  /// Records an event of the newest driver.
  package mutating func happen(_ event: Event) throws(InvalidHistory) {
    try happen(event, epoch: state.epoch)
  }

  /// Records an event with any epoch; `nil` is a person's.
  package mutating func happen(_ event: Event, epoch: Int?) throws(InvalidHistory) {
    let position = entries.count + 1
    let draft = EventDraft(
      run: "run-1", at: now, bootMicroseconds: position, by: .sample, epoch: epoch,
      command: "command-\(position)", index: 0, event: event)
    let entry = Entry(
      sequence: 100 + position, position: position, previous: .zero, draft: draft)
    try state.apply(entry)
    entries.append(entry)
    now = now.advanced(bySeconds: 1)
  }

  /// Lets a person command something; what it becomes is recorded.
  package mutating func command(_ command: Command) throws {
    for event in try state.handle(command, at: now) { try happen(event, epoch: nil) }
  }

  /// Makes the compiled form of an amendment known that is recorded later.
  package mutating func learn(_ runbook: Runbook) { state.learn(runbook) }

  /// Lets a person take a changed runbook in, as `temae amend` does.
  package mutating func amend(to runbook: Runbook) throws {
    let events = try state.handle(.amend(.sample(runbook)), at: now)
    state.learn(runbook)
    let epoch = state.epoch + 1
    try happen(.leaseTaken(.sample(state.honoursSchedule)), epoch: epoch)
    for event in events { try happen(event, epoch: epoch) }
    try happen(.leaseReleased(LeaseReleased()), epoch: epoch)
  }

  /// Lets a new driver take over, and go on where the run had stopped.
  package mutating func takeOver(honoursSchedule: Bool = true) throws(InvalidHistory) {
    try happen(.leaseTaken(.sample(honoursSchedule)), epoch: state.epoch + 1)
    if state.status == .halted || state.status == .paused {
      try happen(.runResumed(RunResumed()), epoch: nil)
    }
  }

  /// Records the intent of the next attempt.
  package mutating func intend(_ id: String) throws(InvalidHistory) {
    try happen(.attemptIntended(.sample(id, attempt: attempts(id) + 1)))
  }

  /// Records an attempt from its intent to a good end.
  package mutating func succeed(_ id: String) throws(InvalidHistory) {
    try intend(id)
    try happen(.attemptSucceeded(.sample(id, attempts(id))))
  }

  /// Records an attempt from its intent to a bad end.
  package mutating func fail(_ id: String) throws(InvalidHistory) {
    try intend(id)
    try happen(.attemptFailed(.sample(id, attempts(id))))
  }

  /// Records a bad end and the halt that follows, and lets a person resume the run.
  package mutating func failAndResume(_ id: String) throws {
    try fail(id)
    try halt()
    try command(.resume)
  }

  /// Records the halt that is due.
  package mutating func halt() throws(InvalidHistory) {
    let halted = state.halt ?? RunHalted(detail: "", reason: .interrupted)
    try happen(.runHalted(halted))
  }

  /// Records an attempt whose end nobody saw.
  package mutating func lose(_ id: String) throws(InvalidHistory) {
    try intend(id)
    try happen(
      .attemptLost(AttemptLost(activity: id, attempt: attempts(id), evidence: "nobody saw it")))
  }

  private func attempts(_ id: String) -> Int { state.activity(id)?.attempts ?? 0 }
}
