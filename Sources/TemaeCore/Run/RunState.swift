/// Everything that is true of a run: a value that grows by one entry at a time.
///
/// ``apply(_:)`` is the only mutation and has no rules: what happened, happened. Who may do what is
/// asked in ``handle(_:)``, what comes next in ``decide(at:)``.
public struct RunState: Hashable, Sendable {
  /// The compiled runbooks that the run's entries name, in their order.
  ///
  /// First the one that it was opened with, then one for each amendment; there may be more than have
  /// been named yet.
  public internal(set) var editions: [Runbook]
  /// The runbook: what it was opened with, or what the last amendment made of it.
  public internal(set) var runbook: Runbook
  /// The order of its activities.
  public internal(set) var plan: Plan
  /// The run's UUIDv7; empty before the first entry.
  public internal(set) var run = ""
  /// What was recorded when the run was opened.
  public internal(set) var opened: RunOpened?
  /// The amendments of its runbook, oldest first.
  public internal(set) var amendments: [RunbookAmended] = []
  /// The databases that a person pinned anew, oldest first.
  public internal(set) var repins: [Repin] = []
  /// When the run was opened, and when it ended.
  public internal(set) var openedAt: Instant?, endedAt: Instant?
  /// The position of the last entry, and its journal sequence.
  public internal(set) var position = 0, sequence = 0
  /// Where the run stands as a whole.
  public internal(set) var status = RunStatus.new
  /// The newest lease's epoch, and whether its driver let go.
  public internal(set) var epoch = 0, isReleased = true
  /// Whether the newest driver waits for the steps' planned instants.
  public internal(set) var honoursSchedule = true
  /// The newest driver's boot of its machine: what the boot clock said in another one says nothing.
  public internal(set) var boot = ""
  /// Why the run is to halt, or has halted.
  public internal(set) var halt: RunHalted?
  /// Whether ``halt`` has yet to be recorded.
  public internal(set) var isHaltDue = false
  /// The activities of the plan in its order, then those that were added.
  public internal(set) var activities: [ActivityState]
  /// What had been tried of activities that an amendment took out: should one come back, its attempts
  /// are counted on.
  public internal(set) var retired: [ActivityState] = []
  /// The commands that people typed, as activities.
  public internal(set) var added: [Activity] = []
  /// The commands of ``added`` by the activity's id.
  public internal(set) var commands: [NamedValue] = []
  /// Remedies that were chosen and added commands that have yet to run.
  public internal(set) var requested: [Request] = []
  /// Values by name, in order of their names.
  public internal(set) var values: [NamedValue] = []
  /// Exported variables by name, in order of their names.
  public internal(set) var variables: [NamedValue] = []
  /// Backups that commands of the run have spoken of, oldest word first.
  public internal(set) var backups: [RecordedBackup] = []
  /// Databases that have been looked at since the last intent.
  public internal(set) var observed: [String] = []
  /// Secrets that the newest driver holds.
  public internal(set) var secrets: [String] = []
  /// The point of no return, once it was passed: an amendment cannot take that back.
  public internal(set) var pivot: Pivot?
  /// Stages whose unmet needs a person overruled.
  public internal(set) var overruled: [String] = []
  /// What every activity did to the world, as far as the entries tell.
  var effects: EffectHistory
  /// The rollback that was started last.
  public internal(set) var rollback: Rollback?
  /// How many things were not done as written.
  public internal(set) var deviations = 0
  /// The sequences of facts that came after their lease had gone on.
  public internal(set) var lateEvidence: [Int] = []

  /// The passing of a point of no return.
  public struct Pivot: Hashable, Sendable {
    /// The question that was answered, and the step that it is about.
    public var activity: String, step: String
    /// When.
    public var at: Instant
    /// The journal sequence of the event.
    public var sequence: Int
  }

  /// Something that a person asked for out of turn.
  public struct Request: Hashable, Sendable {
    /// The activity that is to run.
    public var activity: String
    /// The failed activity that it is to repair.
    public var repairs: String?
  }

  /// A name with the commitment to its value; `nil` for a secret.
  public struct NamedValue: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: Commitment?
  }

  /// The state before the first entry.
  public init(runbook: Runbook) {
    self.init(runbook: runbook, amended: [])
  }

  /// The state before the first entry of a run whose runbook is amended later.
  ///
  /// - Parameters:
  ///   - runbook: what the run is opened with.
  ///   - later: what its amendments make of it, in their order.
  public init(runbook: Runbook, amended later: [Runbook]) {
    editions = [runbook] + later
    self.runbook = runbook
    plan = Plan(of: runbook)
    effects = EffectHistory(of: runbook, plan)
    activities = plan.activities.map { ActivityState(id: $0.id) }
  }

  /// What is known of an activity.
  public func activity(_ id: String) -> ActivityState? { activities.first { $0.id == id } }

  /// The activity as the plan or the person who added it gives it.
  public func definition(_ id: String) -> Activity? {
    guard
      var activity = plan.activity(id) ?? added.first(where: { $0.id == id })
        ?? derivedCompensation(id)
    else { return nil }
    if activity.form == .drop, let index = leftovers(of: activity.runbookID).first {
      activity.text = "drop index concurrently \(index.name)"
    }
    return activity
  }

  /// The planned instant of an offset in minutes; `nil` without a T.
  public func planned(_ offset: Int?) -> Instant? {
    guard let offset, let opened, let start = opened.t0 else { return nil }
    return start.advanced(byMicroseconds: offset * opened.minuteMicroseconds)
  }

  /// How long a minute of the schedule lasts.
  public var minuteMicroseconds: Int { max(1, opened?.minuteMicroseconds ?? 60_000_000) }

  /// The value kept under a name.
  public func value(_ name: String) -> Commitment? {
    values.first { $0.name == name }?.value
  }
}
