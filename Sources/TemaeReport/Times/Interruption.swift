import TemaeCore

/// A stretch in which a run did not go on: nobody drove it, or it stood still.
struct Interruption: Hashable {
  /// Why it did not go on.
  enum Kind: String, Hashable {
    /// A driver was gone without a word: killed, crashed, or cut off. Nothing tells when; the stretch
    /// begins with the last that it recorded.
    case crash
    /// A driver had let go, and no other had come.
    case undriven
    /// The machine stopped the run.
    case halted
    /// A person stopped the run.
    case paused
  }

  var kind: Kind
  var from: Instant
  /// When it went on; `nil` while it does not.
  var to: Instant?
  /// The sequence of the entry before it.
  var after: Int
  /// The sequence of the entry that ended it.
  var before: Int?
  /// What happened, in words.
  var text: String

  /// How it is shown.
  var mark: StateMark {
    switch kind {
    case .crash: StateMark(glyph: "✕", word: "crash", tone: .bad)
    case .undriven: StateMark(glyph: "∅", word: "undriven", tone: .warning)
    case .halted: StateMark(.halted)
    case .paused: StateMark(.paused)
    }
  }

  /// The events around it: `events 12 to 15`.
  var place: String { before.map { "events \(after) to \($0)" } ?? "since event \(after)" }

  func value(until now: Instant) -> JSONValue {
    [
      "kind": .string(kind.rawValue), "from": .string(from.description),
      "to": JSONValue(to?.description),
      "durationMicroseconds": .integer(Swift.max(0, (to ?? now).microseconds(since: from))),
      "afterEvent": .integer(after), "beforeEvent": JSONValue(before), "text": .string(text),
    ]
  }
}

/// Finds the stretches in which a run did not go on, entry by entry.
struct InterruptionFinder {
  private(set) var found: [Interruption] = []
  /// The last sign of life of the newest driver.
  private var lastSign: Entry?
  private var isReleased = false
  /// Where in ``found`` the halt or pause is that lasts.
  private var standing: Int?

  /// Takes in the next entry; facts of a driver that had lost the run are no signs of the newest one.
  mutating func take(_ entry: Entry, isLate: Bool) {
    if case .leaseTaken(let lease) = entry.event {
      takeLease(lease, entry)
    } else if entry.draft.epoch != nil, !isLate {
      lastSign = entry
    }
    if case .leaseReleased = entry.event, !isLate { isReleased = true }
    if case .runHalted(let data) = entry.event {
      stand(.halted, entry, data.reason.words(after: data.detail))
    }
    if case .runPaused = entry.event { stand(.paused, entry, "paused by \(entry.draft.by.name)") }
    if entry.event.endsStanding { goOn(entry) }
  }

  private mutating func takeLease(_ lease: LeaseTaken, _ entry: Entry) {
    if let sign = lastSign, let before = sign.draft.epoch {
      let who = entry.draft.by.name
      let words =
        isReleased
        ? "nobody drove: the driver of epoch \(before) had let go"
        : "the driver of epoch \(before) recorded nothing after event \(sign.sequence) and was gone"
      let next = "\(who) went on with epoch \(entry.draft.epoch ?? 0), process \(lease.processID)"
      found.append(
        Interruption(
          kind: isReleased ? .undriven : .crash, from: sign.at, to: max(sign.at, entry.at),
          after: sign.sequence, before: entry.sequence, text: "\(words); \(next)"))
    }
    lastSign = entry
    isReleased = false
  }

  private mutating func stand(_ kind: Interruption.Kind, _ entry: Entry, _ text: String) {
    goOn(entry)
    standing = found.count
    found.append(Interruption(kind: kind, from: entry.at, after: entry.sequence, text: text))
  }

  private mutating func goOn(_ entry: Entry) {
    guard let place = standing else { return }
    found[place].to = max(found[place].from, entry.at)
    found[place].before = entry.sequence
    standing = nil
  }
}

extension Event {
  /// Whether a run that stood still does so no more after it.
  fileprivate var endsStanding: Bool {
    if case .runResumed = self { return true }
    if case .runAborted = self { return true }
    if case .runCompleted = self { return true }
    if case .rollbackStarted = self { return true }
    return false
  }
}
