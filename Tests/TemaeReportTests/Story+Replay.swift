import TemaeCore
import TemaeReport
import Testing

extension Story {
  /// `2/apply` printed something and failed, the run halted, and another person had it tried again.
  static func halted(output: String = "first\nsecond \u{1B}[31m\n") throws -> Story {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    try story.print(output, of: "2/apply")
    story.pass(5)
    try story.fail("2/apply", message: "relation exists")
    try story.record(
      .runHalted(RunHalted(activity: "2/apply", detail: "2/apply failed", reason: .failed)))
    let mika = Operator(name: "mika", account: "root", host: "roji")
    try story.record(
      .activityRetried(ActivityRetried(activity: "2/apply", reason: story.sealed("dropped it"))),
      by: mika, epoch: nil)
    return story
  }

  /// The moment after the first so many entries.
  func moment(after count: Int, isStrict: Bool = true) throws -> ReplayMoment {
    var state = RunState(runbook: .teaHouse)
    var standing = ReplayStanding()
    for entry in entries.prefix(count) {
      try state.apply(entry)
      standing.take(entry, state)
    }
    return ReplayMoment(
      entries[count - 1], next: entries.dropFirst(count).first, last: try #require(entries.last),
      state: state, standing: standing, output: entries.prefix(count).reversed(),
      isStrict: isStrict, digest: StateDigest(digest: .zero, version: 1), payload: payload)
  }

  /// What changed between two moments.
  func difference(from begin: Int, to end: Int) throws -> ReplayDifference {
    var state = RunState(runbook: .teaHouse)
    for entry in entries.prefix(begin) { try state.apply(entry) }
    var difference = ReplayDifference(from: state, payload: payload)
    for entry in entries[begin..<end] {
      try state.apply(entry)
      difference.take(entry, state)
    }
    return difference
  }

  /// Where in the run the events are that somebody jumps to.
  var track: ReplayTrack {
    var positions: [ReplayMark: [Int]] = [:]
    for mark in ReplayMark.allCases {
      positions[mark] = entries.filter { mark.holds(of: $0.event) }.map(\.position)
    }
    return ReplayTrack(count: entries.count, positions: positions)
  }
}
