import TemaeCore
import TemaeReport
import Testing

// The page on the timeline holds an example. With `TEMAE_UPDATE=1` in the environment it is written,
// otherwise it is compared.
@Suite("The page on the timeline", .serialized)
struct TimelinePageTests {
  @Test(arguments: ["text", "mermaid", "json"])
  func `the page shows the example as it is printed`(part: String) throws {
    let story = try Self.story()
    let report = TimelineReport(state: story.state, entries: story.entries, at: story.now)
    let printed =
      switch part {
      case "text": report.text(.plain)
      case "mermaid": report.mermaid()
      case _: report.json()
      }
    try PageExample.check("timeline.md", part, language: part, printed)
  }

  @Test(arguments: ["svg", "html"])
  func `the files that it shows are as they are written`(format: String) throws {
    let story = try Self.story()
    let report = TimelineReport(state: story.state, entries: story.entries, at: story.now)
    try PageExample.checkFile("timeline.\(format)", format == "svg" ? report.svg() : report.html())
  }

  /// A crash in the middle of a change, which had succeeded all the same.
  private static func story() throws -> Story {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    story.pass(20)
    try story.record(
      .attemptOutput(
        AttemptOutput(
          activity: "2/apply", attempt: 1, content: story.sealed("half"), offset: 0,
          stream: .output)))
    story.pass(90)
    try story.lead(epoch: 2)
    try story.record(
      .attemptSettled(
        AttemptSettled(activity: "2/apply", attempt: 1, evidence: .marker, verdict: .done)),
      epoch: 2)
    return story
  }
}
