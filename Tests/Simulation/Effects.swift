/// What was done in the simulated world, undone and lost again, each at its moment.
struct Effects: Sendable {
  /// Who undid an effect, by its place, and when.
  struct Undoing: Sendable {
    var by: Int, at: Int
  }

  /// What one attempt did, or a person by hand; a person has no attempt's number.
  struct Effect: Sendable {
    var attempt: History.Attempt
    /// Whether it lies on the server, which may lose it.
    var isOnServer: Bool
    var at: Int
    var lostAt: Int?
    var undoing: Undoing?

    /// Whether it lies in the world now.
    var isThere: Bool { lostAt == nil && undoing == nil }
  }

  /// In the order in which they came.
  private(set) var all: [Effect] = []
  /// When a server lost some of them.
  private(set) var losses: [Int] = []
  /// Counts whatever happens.
  private var moment = 0

  /// Another moment, later than all before.
  mutating func now() -> Int {
    moment += 1
    return moment
  }

  /// Something takes effect, and undoes what lies in the world of these activities.
  mutating func happen(
    _ attempt: History.Attempt, isOnServer: Bool, undoing subjects: Set<String> = []
  ) {
    all.append(Effect(attempt: attempt, isOnServer: isOnServer, at: now()))
    undo(subjects, by: all.count - 1)
  }

  /// An effect undoes what lies in the world of these activities.
  mutating func undo(_ subjects: Set<String>, by place: Int) {
    let now = now()
    for other in all.indices where all[other].isThere {
      guard subjects.contains(all[other].attempt.activity) else { continue }
      all[other].undoing = Undoing(by: place, at: now)
    }
  }

  /// A server loses the last of what it has; what that had undone there is there again.
  mutating func lose(last count: Int) -> [History.Attempt] {
    let lost = all.indices.filter { all[$0].isOnServer && all[$0].lostAt == nil }.suffix(count)
    guard !lost.isEmpty else { return [] }
    let now = now()
    losses.append(now)
    for place in lost { all[place].lostAt = now }
    for other in all.indices where all[other].isOnServer {
      if let place = all[other].undoing?.by, lost.contains(place) { all[other].undoing = nil }
    }
    return lost.map { all[$0].attempt }
  }

  /// Whether anything of an activity lies in the world.
  func isThere(_ activity: String) -> Bool {
    all.contains { $0.attempt.activity == activity && $0.isThere }
  }

  /// Whether an attempt took effect, and no server has lost it; it may have been undone since.
  func lasts(_ activity: String, _ attempt: Int) -> Bool {
    all.contains { $0.attempt == .init(activity: activity, attempt: attempt) && $0.lostAt == nil }
  }

  /// What an attempt did, once for each time.
  func of(_ activity: String, _ attempt: Int) -> [Effect] {
    all.filter { $0.attempt == .init(activity: activity, attempt: attempt) }
  }
}
