public import TemaeCore

/// Takes the lead of a run: records a lease by a person's command.
public struct Lead: Sendable {
  let run: String
  let journal: any JournalPort
  let clock: any ClockPort
  let machine: any MachinePort
  let by: Operator

  /// Names the run, the journal, and who asks.
  public init(
    run: String, journal: any JournalPort, clock: any ClockPort, machine: any MachinePort,
    by: Operator
  ) {
    self.run = run
    self.journal = journal
    self.clock = clock
    self.machine = machine
    self.by = by
  }

  /// Takes the next lease; a paused or halted run goes on.
  ///
  /// - Parameters:
  ///   - lease: Who drives from now on.
  ///   - state: The run as far as it is known.
  ///   - note: Why the run is taken from a runner that was still alive.
  ///   - beside: Open runs on the same databases that a person overrules, by name.
  ///   - reason: Why.
  ///   - repins: The databases that a person pins anew, and why.
  /// - Returns: The state after it; `nil` when the run has moved on: read it again.
  /// - Throws: `Rejection` when the run has ended, ``DriverError/diskFull``, or what the journal
  ///   throws.
  public func take(
    _ lease: LeaseTaken, from state: RunState, note: SealedPayload? = nil,
    beside: [String] = [], _ reason: SealedPayload? = nil,
    repins: (events: [TargetRepinned], reason: SealedPayload)? = nil
  ) throws -> RunState? {
    // A lease after the end would make a history that cannot be read again.
    guard !state.status.isEnded else {
      throw Rejection("the run is \(state.status.rawValue): nobody can drive it any more")
    }
    var lease = lease
    lease.takesOver = state.epoch
    var events: [(Event, Int?)] = [(.leaseTaken(lease), state.epoch + 1)]
    if state.status == .paused || state.status == .halted {
      events.append((.runResumed(RunResumed()), nil))
    }
    if let note { events.append((.noteAdded(NoteAdded(text: note.commitment)), nil)) }
    if let reason { events += Self.deviations(beside: beside, reason.commitment) }
    events += (repins?.events ?? []).map { (.targetRepinned($0), nil) }
    return try record(events, [note, reason, repins?.reason].compactMap(\.self), on: state)
  }

  /// That a person lets the run work beside others.
  static func deviations(beside runs: [String], _ reason: Commitment) -> [(Event, Int?)] {
    runs.map { run in
      (.deviationRecorded(DeviationRecorded(kind: .beside, reason: reason, subject: run)), nil)
    }
  }

  func record(
    _ events: [(Event, Int?)], _ payloads: [SealedPayload], on state: RunState
  ) throws -> RunState? {
    let command = machine.identifier()
    let now = clock.now()
    let boot = clock.bootMicroseconds()
    let digest = state.position > 0 ? state.digest(machine.digest) : nil
    let drafts = events.enumerated().map { index, event in
      EventDraft(
        run: run, at: now, bootMicroseconds: boot, by: by, epoch: event.1, command: command,
        index: index, state: index == 0 ? digest : nil, event: event.0)
    }
    let condition = AppendCondition.command(position: state.position)
    let result = try journal.record(drafts, payloads: payloads, condition: condition)
    // A driver that the disk has no room for must not begin.
    if case .full = result { throw DriverError.diskFull }
    guard case .recorded(let entries) = result else { return nil }
    var state = state
    for entry in entries { try state.apply(entry) }
    return state
  }
}
