import TemaeCore

/// Where things are in a state's plan, so that a fold over many entries need not search each time.
///
/// The plan changes only by an amendment, the activities beside it only by a typed command.
struct StageIndex {
  /// By activity id: its place in the state's activities.
  private let places: [String: Int]
  /// By activity id: the stage that holds it.
  private let stages: [String: String]
  /// The ids of what runs beside the rest.
  private let watches: Set<String>
  /// The first stage that may have something left to do.
  private var cursor = 0

  init(_ state: RunState) {
    places = Dictionary(
      state.activities.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    stages = Dictionary(
      state.plan.stages.flatMap { stage in stage.activities.map { ($0.id, stage.id) } },
      uniquingKeysWith: { first, _ in first })
    watches = Set(state.plan.activities.filter { $0.role == .watch }.map(\.id))
  }

  /// The id of the stage that an activity belongs to or serves.
  func stage(of subject: String, in state: RunState) -> String? {
    stages[subject] ?? state.stage(concerning: subject)?.id
  }

  /// What is known of an activity.
  func activity(_ id: String, in state: RunState) -> ActivityState? {
    guard let place = places[id], state.activities.indices.contains(place),
      state.activities[place].id == id
    else { return state.activity(id) }
    return state.activities[place]
  }

  /// Where an activity stands.
  func phase(of activity: String, in state: RunState) -> ActivityPhase? {
    self.activity(activity, in: state)?.phase
  }

  /// The attempt that the newest driver is busy with, as `RunState.attemptAtWork` says it.
  ///
  /// - Parameters:
  ///   - open: the ids of all activities with an open attempt.
  ///   - state: the run's state.
  /// - Returns: the activity's id; `nil` where nothing but watches is at work.
  func attemptAtWork(among open: Set<String>, in state: RunState) -> String? {
    open.filter { id in
      guard !watches.contains(id), let activity = activity(id, in: state) else { return false }
      return activity.phase.isOpen && activity.epoch == state.epoch
    }
    .min { (places[$0] ?? .max, $0) < (places[$1] ?? .max, $1) }
  }

  /// Whether nothing but a watch is left of a stage.
  func isOver(_ stage: Plan.Stage, in state: RunState) -> Bool {
    stage.activities.allSatisfy { activity in
      activity.role == .watch || phase(of: activity.id, in: state)?.isResolved == true
    }
  }

  /// The stage with something left to do, else the last one.
  mutating func current(in state: RunState) -> String? {
    let all = state.plan.stages
    while cursor < all.count,
      !all[cursor].activities.contains(where: { phase(of: $0.id, in: state)?.isResolved == false })
    {
      cursor += 1
    }
    return cursor < all.count ? all[cursor].id : all.last?.id
  }

  /// Something that was dealt with may be open again.
  mutating func startAgain() { cursor = 0 }
}
