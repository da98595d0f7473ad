public import TemaeCore

/// What a replay has to know of the entries so far beside the run's state, without keeping them.
public struct ReplayStanding {
  private(set) var clockSteps = ClockStepFinder()
  private(set) var interruptions = InterruptionFinder()
  /// The newest lease, with who took it.
  private var lease: (data: LeaseTaken, by: Operator)?
  /// Where the newest attempt of each activity printed something.
  private var printed: [String: ClosedRange<Int>] = [:]
  /// The activity that printed something last.
  private var lastToPrint: String?

  /// Nothing has happened yet.
  public init() {}

  /// Takes in the next entry, with the state after it.
  public mutating func take(_ entry: Entry, _ state: RunState) {
    clockSteps.take(entry)
    interruptions.take(entry, isLate: state.lateEvidence.last == entry.sequence)
    if case .leaseTaken(let data) = entry.event { lease = (data, entry.draft.by) }
    // What an earlier attempt printed is another matter.
    if case .attemptIntended(let data) = entry.event { printed[data.activity] = nil }
    if case .attemptOutput(let data) = entry.event {
      let first = printed[data.activity]?.lowerBound ?? entry.position
      printed[data.activity] = first...entry.position
      lastToPrint = data.activity
    }
  }

  /// Where the output lies that is of interest after an entry: of the activity that it is about, else
  /// of the one that printed last.
  ///
  /// - Parameters:
  ///   - entry: the last entry that was taken in.
  ///   - strictly: whether only the activity that the entry is about is of interest.
  /// - Returns: the activity, and the positions of its first and last piece of output.
  public func output(
    after entry: Entry, strictly: Bool = false
  ) -> (activity: String, positions: ClosedRange<Int>)? {
    let subject = EventDescription(entry.event, { _ in nil }).subject
    for activity in [subject, strictly ? nil : lastToPrint] {
      if let activity, let positions = printed[activity] { return (activity, positions) }
    }
    return nil
  }

  /// Who drives the run, in words; `nil` when nobody does.
  func driver(of state: RunState) -> String? {
    guard !state.isReleased, let lease else { return nil }
    return "process \(lease.data.processID) of \(lease.by.name) on \(lease.by.host)"
  }
}
