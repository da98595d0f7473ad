import TemaeCore

/// Something that a run's record does not tell, or tells only on somebody's word.
struct AuditGap: Hashable {
  /// The event at which it shows; `nil` for the record as a whole.
  var sequence: Int?
  /// What is not known, in words.
  var text: String

  var line: StyledLine {
    StyledLine("  ! ", .warning).adding(text).adding(sequence.map { "  (#\($0))" } ?? "", .faint)
  }

  var value: JSONValue { ["sequence": JSONValue(sequence), "text": .string(text)] }

  /// The gaps of a run, in the order of their events; those of the record as a whole come last.
  static func all(in entries: [Entry], state: RunState, payload: PayloadResolver) -> [AuditGap] {
    let placed =
      undriven(entries) + unsettled(entries, state) + erased(entries, payload)
      + ClockStep.all(in: entries).map { AuditGap(sequence: $0.after, text: $0.text) }
      + state.lateEvidence.map {
        AuditGap(sequence: $0, text: "it was recorded after its lease had gone on")
      }
    let sorted = placed.sorted { ($0.sequence ?? .max) < ($1.sequence ?? .max) }
    return sorted + open(entries, state) + [
      AuditGap(text: "whether the machines' clocks were synchronised is not recorded")
    ]
  }

  /// A run that goes on, or was left: nothing says how it ends.
  private static func open(_ entries: [Entry], _ state: RunState) -> [AuditGap] {
    guard !state.status.isEnded, let last = entries.last else { return [] }
    return [
      AuditGap(
        sequence: last.sequence,
        text: "the run has not ended: it is \(state.status.rawValue), and its last event is of "
          + TimeText.dayAndWall(last.at))
    ]
  }

  /// Drivers that went without letting go of the run: from then on nobody saw what went on.
  private static func undriven(_ entries: [Entry]) -> [AuditGap] {
    var gaps: [AuditGap] = []
    var last: Entry?
    for entry in entries where entry.draft.epoch != nil {
      if case .leaseTaken = entry.event, let last, last.event != .leaseReleased(LeaseReleased()) {
        let passed = TimeText.elapsed(entry.at.microseconds(since: last.at))
        gaps.append(
          AuditGap(
            sequence: entry.sequence,
            text: "the driver of epoch \(last.draft.epoch ?? 0) went without a word after event "
              + "\(last.sequence); nobody drove the run for \(passed)"))
      }
      last = entry
    }
    return gaps
  }

  private static func unsettled(_ entries: [Entry], _ state: RunState) -> [AuditGap] {
    state.activities.filter { $0.phase == .unknown || $0.phase.isOpen }.map { activity in
      let what = activity.phase == .unknown ? "is unknown" : "is not recorded"
      let intent = entries.last { entry in
        guard case .attemptIntended(let data) = entry.event else { return false }
        return data.activity == activity.id && data.attempt == activity.attempts
      }
      return AuditGap(
        sequence: intent?.sequence,
        text: "the outcome of attempt \(activity.attempts) of \(activity.id) \(what)")
    }
  }

  /// Reasons and notes whose words are not there any more.
  private static func erased(_ entries: [Entry], _ payload: PayloadResolver) -> [AuditGap] {
    entries.compactMap { entry in
      guard let words = words(of: entry.event, payload), payload(words) == nil else { return nil }
      return AuditGap(
        sequence: entry.sequence, text: "the words that \(entry.draft.by.name) gave are erased")
    }
  }

  private static func words(of event: Event, _ payload: PayloadResolver) -> Commitment? {
    if case .noteAdded(let note) = event { return note.text }
    return EventDescription(event, payload).reason
  }
}
