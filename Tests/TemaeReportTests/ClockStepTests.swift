import TemaeCore
import Testing

@testable import TemaeReport

struct ClockStepTests {
  private static let day = 86_400

  /// A run whose entries are a minute apart by the boot clock, and whose wall clock was set in between.
  private func story(stepSeconds: Int, minutes: Int = 1) throws -> Story {
    var story = Story()
    try story.open()
    story.pass(minutes * 60)
    story.stepWallClock(seconds: stepSeconds)
    try story.note("still here")
    return story
  }

  @Test(arguments: [(day, "forward"), (-day, "back")])
  func `a wall clock that was set is said, wherever a run is told of`(
    seconds: Int, direction: String
  ) throws {
    let story = try story(stepSeconds: seconds)
    let expected = "the wall clock was set \(direction) by 24 h between events 2 and 3"
    let texts = [
      TimelineReport(state: story.state, entries: story.entries, at: story.now).text(.plain),
      AuditReport(entries: story.entries, state: story.state, payload: story.payload).text(.plain),
      StatusReport(
        state: story.state, at: story.now, holder: nil, payload: story.payload,
        entries: story.entries
      ).text(.plain),
    ]
    for text in texts { #expect(text.contains(expected), "\(text)") }
  }

  @Test(arguments: [(1, 60), (4, 1), (240, 60), (0, 1), (-4, 1)])
  func `what is slewed, however fast, is no step`(seconds: Int, minutes: Int) throws {
    let story = try story(stepSeconds: seconds, minutes: minutes)
    #expect(ClockStep.all(in: story.entries).isEmpty)
  }

  @Test func `people's clocks and other boots say nothing`() throws {
    var story = Story()
    try story.open()
    story.stepWallClock(seconds: Self.day)
    try story.record(.noteAdded(NoteAdded(text: story.sealed("from elsewhere"))), epoch: nil)
    story.stepWallClock(seconds: -Self.day)
    try story.note("here")
    #expect(ClockStep.all(in: story.entries).isEmpty)
    story.stepWallClock(seconds: Self.day)
    try story.record(
      .leaseTaken(
        LeaseTaken(
          boot: "another", honoursSchedule: true, machine: "", processID: 1, startTicks: "")),
      epoch: 2)
    #expect(ClockStep.all(in: story.entries).isEmpty)
  }
}

extension Story {
  /// Records something that the driver has to say.
  fileprivate mutating func note(_ text: String) throws {
    try record(.noteAdded(NoteAdded(text: sealed(text))))
  }
}
