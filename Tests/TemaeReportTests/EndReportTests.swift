import Foundation
import TemaeCore
import TemaeReport
import Testing

struct EndReportTests {
  private func text(_ story: Story) -> String {
    EndReport(state: story.state, entries: story.entries, at: story.now, payload: story.payload)
      .text(.plain)
  }

  @Test func `a completed run ends with its deviations and what is promised`() throws {
    var story = Story()
    try story.open()
    story.pass(90)
    try story.answer("prerequisites/1")
    try story.record(.runCompleted(RunCompleted(deviations: 0)))
    #expect(
      text(story) == """
        ✓ completed  tea-house-1  after 1 min 30 s  1 of 5 activities dealt with
        deviations: none
        announcements that the document promises  – not kept by this version
          every 30 min  Guests  Doors are closed
        follow-ups that the document promises  – not kept by this version
          due 2026-02-01 10:51:30Z  Drop the old tables

        """)
  }

  @Test func `a halted run ends with the reason and the command that goes on`() throws {
    var story = Story()
    try story.haltAtApply()
    let expected = """
      ■ halted  tea-house-1  after 1 h 10 min  2 of 5 activities dealt with
        2/apply failed (an activity failed, or a check did not hold)
      deviations: none
      """
    #expect(text(story).hasPrefix(expected))
    #expect(text(story).contains("  due 1 d after completion  Drop the old tables\n"))
    #expect(text(story).hasSuffix("\ngo on with: temae resume tea-house-1\n"))
  }

  @Test func `an aborted run cannot go on`() throws {
    var story = Story()
    try story.open()
    try story.record(.runAborted(RunAborted(reason: story.sealed("no"))), epoch: nil)
    #expect(text(story).hasPrefix("⊗ aborted  tea-house-1  after 0 ms"))
    #expect(!text(story).contains("temae resume"))
  }

  @Test func `no report claims that an announcement was sent or a follow-up done`() throws {
    var story = Story()
    try story.open()
    try story.record(.runCompleted(RunCompleted(deviations: 0)))
    let timeline = TimelineReport(state: story.state, entries: story.entries, at: story.now).text(
      .plain)
    for report in [text(story), timeline, RunbookReport(.teaHouse).text(.plain)] {
      #expect(report.components(separatedBy: "– not kept by this version").count == 3)
      #expect(!["sent", "delivered", "announced"].contains { report.contains($0) })
    }
  }
}
