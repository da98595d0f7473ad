/// An event on its way into the journal, which adds sequence, position and link.
public struct EventDraft: Hashable, Sendable {
  /// The run's UUIDv7 as lower-case text.
  public var run: String
  /// When it happened, by the wall clock.
  public var at: Instant
  /// Microseconds of the boot-time clock: durations survive clock steps.
  public var bootMicroseconds: Int
  /// Who or on whose behalf.
  public var by: Operator
  /// The lease's epoch; `nil` for events of people.
  public var epoch: Int?
  /// The command that led to it; with ``index`` unique in the run.
  public var command: String
  /// Its place among the events of the command, from 0.
  public var index: Int
  /// The journal sequence of the entry that led here.
  public var cause: Int?
  /// The state before it, now and then: a replay is compared with it.
  public var state: StateDigest?
  /// What happened.
  public var event: Event

  /// Makes a draft from its parts.
  public init(
    run: String, at: Instant, bootMicroseconds: Int, by: Operator, epoch: Int?, command: String,
    index: Int, cause: Int? = nil, state: StateDigest? = nil, event: Event
  ) {
    self.run = run
    self.at = at
    self.bootMicroseconds = bootMicroseconds
    self.by = by
    self.epoch = epoch
    self.command = command
    self.index = index
    self.cause = cause
    self.state = state
    self.event = event
  }
}
