import Foundation
import TemaeCore
import TemaeReport
import Testing

struct ReplayReportTests {
  private let digest = StateDigest(digest: .zero, version: 1)

  /// The story with the states after each of its entries.
  private func states(of story: Story) throws -> [RunState] {
    var state = RunState(runbook: .teaHouse)
    var states = [state]
    for entry in story.entries {
      try state.apply(entry)
      states.append(state)
    }
    return states
  }

  private func moment(_ story: Story, _ count: Int) throws -> ReplayMoment {
    ReplayMoment(
      entries: story.entries, count: count, state: try states(of: story)[count], digest: digest,
      payload: story.payload)
  }

  private func difference(_ story: Story, _ begin: Int, _ end: Int) throws -> ReplayDifference {
    let states = try states(of: story)
    var difference = ReplayDifference(from: states[begin], payload: story.payload)
    for index in begin..<end { difference.take(story.entries[index], states[index + 1]) }
    return difference
  }

  private func haltedStory() throws -> Story {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    let piece = story.sealed("first\nsecond \u{1B}[31m\n")
    try story.record(
      .attemptOutput(
        AttemptOutput(
          activity: "2/apply", attempt: 1, content: piece, offset: 0, stream: .output)))
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

  @Test func `a moment is what happened, what was true, what came next, and the output so far`()
    throws
  {
    let text = try moment(try haltedStory(), 7).text(.plain)
    #expect(
      text.hasPrefix(
        """
        tea-house-1  after event 7  (7 of 10 of the run)
        state encoding 1: \(String(repeating: "0", count: 64))
        what happened
          #7  2026-01-31 12:00:00Z  hana on mizuya, claimed, driver  · output  2/apply
        """), "\(text)")
    #expect(text.contains("  driver      process 4711 of hana on mizuya, epoch 1\n"))
    #expect(text.contains("came next by the machine's rules\n  ◔ intended 2/apply for 0 ms\n"))
    #expect(text.hasSuffix("its output so far\n  first\n  second ␛[31m\n"))
  }

  @Test func `a moment knows nothing of what came later`() throws {
    let story = try haltedStory()
    for count in 1...story.entries.count {
      let object = try dictionary(try moment(story, count).json())
      let state = try #require(object["state"] as? [String: Any])
      #expect(state["position"] as? Int == count)
      #expect(state["deviations"] as? Int == (count == 10 ? 1 : 0))
      #expect((state["status"] as? String == "halted") == (count >= 9))
      #expect((object["output"] as? String)?.isEmpty == (count < 7 || count > 8 && count < 10))
    }
  }

  @Test func `a difference says what changed, by whom and why`() throws {
    let expected = """
      tea-house-1  from event 6 to event 10: 4 events, 5.0 s
      what changed
        status      ▸ open → ■ halted                                                           #9 by hana's driver
        halted      no → 2/apply failed (an activity failed, or a check did not hold)           #8 by hana's driver
        2/apply     ◔ intended → ○ pending                                                      #10 by mika
        deviations  0 → 1                                                                       #10 by mika
      by whom and why
      """
    let text = try difference(try haltedStory(), 6, 10).text(.plain)
    let squeezed = { (text: String) in text.replacing(#/  +/#, with: "  ") }
    #expect(squeezed(text).hasPrefix(squeezed(expected)), "\(text)")
    #expect(text.contains("reason: dropped it"))
    #expect(text.contains("relation exists"))
  }

  @Test func `what changed and changed back is no difference`() throws {
    let story = try haltedStory()
    // Pending, intended, failed, pending again.
    let object = try dictionary(try difference(story, 5, 10).json())
    let changes = try #require(object["changes"] as? [[String: Any]])
    let apply = try #require(changes.first { $0["what"] as? String == "2/apply" })
    // Its attempt is still counted.
    #expect(apply["sequence"] as? Int == 10)
    let none = try difference(story, 3, 3).text(.plain)
    #expect(none.contains("0 events\nwhat changed\n  nothing\nby whom and why\n  nothing\n"))
  }
}
