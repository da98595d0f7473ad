import TemaeCore

/// A wall clock that was set while a run was driven.
///
/// Each entry carries two clocks. Between two entries of drivers in one boot of one machine they move
/// on alike; where they do not, somebody set the wall clock. What is only slewed stays below the
/// threshold: NTP moves a clock by half a second in a thousand at most, chrony by a twelfth.
struct ClockStep: Hashable {
  /// By less nothing is said, in microseconds; nor by less than a tenth of the time in between.
  private static let leastMicroseconds = 1_000_000

  /// By how much it was set, in microseconds; negative when it was set back.
  var microseconds: Int
  /// The sequences of the entries between which it was set.
  var before: Int, after: Int

  /// `the wall clock was set forward by 1 d 00 h between events 12 and 13`.
  var text: String {
    let direction = microseconds > 0 ? "forward" : "back"
    return "the wall clock was set \(direction) by \(TimeText.elapsed(abs(microseconds))) "
      + "between events \(before) and \(after)"
  }

  var line: StyledLine { StyledLine("! \(text)", .warning) }

  /// Every step that the entries of a run tell of.
  static func all(in entries: [Entry]) -> [ClockStep] {
    var finder = ClockStepFinder()
    for entry in entries { finder.take(entry) }
    return finder.found
  }

  fileprivate init?(from before: Entry, to after: Entry) {
    let passed = after.draft.bootMicroseconds - before.draft.bootMicroseconds
    microseconds = after.at.microseconds(since: before.at) - passed
    self.before = before.sequence
    self.after = after.sequence
    guard abs(microseconds) > max(Self.leastMicroseconds, abs(passed) / 10) else { return nil }
  }
}

/// Finds where a wall clock was set, entry by entry; entries of people come from anywhere and are
/// passed over.
struct ClockStepFinder {
  private(set) var found: [ClockStep] = []
  private var last: [Clock: Entry] = [:]
  private var clocks: [Int: Clock] = [:]

  private struct Clock: Hashable {
    var machine: String, boot: String
  }

  /// Takes in the next entry of the run.
  mutating func take(_ entry: Entry) {
    guard let epoch = entry.draft.epoch else { return }
    if case .leaseTaken(let lease) = entry.event {
      clocks[epoch] = Clock(machine: lease.machine, boot: lease.boot)
    }
    guard let clock = clocks[epoch] else { return }
    if let before = last.updateValue(entry, forKey: clock),
      let step = ClockStep(from: before, to: entry)
    {
      found.append(step)
    }
  }
}
