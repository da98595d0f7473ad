/// Who holds the database, as the server has it: one of its sessions, for as long as that lives.
struct ServerHold {
  /// The server's process.
  var session: Int
  /// The runner whose connection it is; another run's has a name that no process of this one has.
  var runner: String
  /// When the server will have noticed that the runner is gone, in the scheduler's microseconds.
  var endsAt: Int?
  /// Whether the runner cannot reach its own session any more.
  var isBroken = false

  /// A driver of another run, which another journal knows.
  static let stranger = "other-1"
}

extension Nature {
  /// The hold that the server has just now.
  func hold(at now: Int) -> ServerHold? {
    if let end = hold?.endsAt, end <= now { hold = nil }
    return hold
  }

  /// Gives a runner the hold, or proves it; `nil` where the server has another session's.
  ///
  /// Its own session stands in a runner's way too once it cannot be reached any more.
  func takeHold(_ runner: String, at now: Int) -> Int? {
    if let held = hold(at: now) {
      return held.runner == runner && !held.isBroken ? held.session : nil
    }
    sessions += 1
    hold = ServerHold(session: sessions, runner: runner)
    return sessions
  }

  /// A runner is gone, or its network is: the server notices a little later.
  func loseTouch(with runner: String? = nil, at now: Int) {
    guard let held = hold, runner == nil || held.runner == runner else { return }
    hold?.isBroken = true
    hold?.endsAt = min(held.endsAt ?? .max, now + number(0...300_000))
  }
}
