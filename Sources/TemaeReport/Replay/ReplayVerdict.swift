public import TemaeCore

/// What replaying a run from its first event found: every state that was recorded is as it was.
public struct ReplayVerdict {
  private let state: RunState
  private let compared: Int
  private let digest: StateDigest

  /// Makes it from the outcome of a replay.
  ///
  /// - Parameters:
  ///   - state: the state after the last entry.
  ///   - compared: how many recorded states were compared, all of them equal.
  ///   - digest: the digest of the state.
  public init(state: RunState, compared: Int, digest: StateDigest) {
    self.state = state
    self.compared = compared
    self.digest = digest
  }

  /// The report for people.
  public func text(_ style: TextStyle) -> String {
    let name = state.opened?.name ?? state.run
    let events = counted(state.position, "event")
    let states = "\(counted(compared, "recorded state")) compared, all as recorded"
    return [
      StyledLine("replayed: \(events) of \(name), \(states)", .good),
      StyledLine("state: encoding \(digest.version), \(digest.digest.hex)"),
    ].text(style)
  }

  /// `{run, name, events, compared, digest}`, compact.
  public func json() -> String {
    let value: JSONValue = [
      "run": .string(state.run), "name": JSONValue(state.opened?.name),
      "events": .integer(state.position), "compared": .integer(compared),
      "digest": ["v": .integer(digest.version), "digest": .string(digest.digest.hex)],
    ]
    return value.compact + "\n"
  }
}
