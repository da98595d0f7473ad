import Foundation
import TemaeCore
import TemaeReport
import Testing

// The page on the report holds an example. With `TEMAE_UPDATE=1` in the environment it is written,
// otherwise it is compared.
@Suite("The completion report", .serialized)
struct CompletionReportTests {
  private static let path = URL(filePath: #filePath)
    .appending(path: "../../../docs/reference/completion-report.md").standardized.path

  private func report(_ story: Story) -> CompletionReport {
    CompletionReport(
      state: story.state, entries: story.entries, at: story.now, payload: story.payload)
  }

  /// Everything is done; what becomes of the only success criterion is the caller's.
  private static func done(_ runbook: Runbook = .teaHouse) throws -> Story {
    var story = Story(runbook)
    try story.reachApply()
    try story.intend("2/apply")
    story.pass(5)
    try story.succeed("2/apply")
    try story.answer("2/1")
    return story
  }

  /// Failed, repaired by a remedy, and closed without an answer to its criterion.
  private static func repaired() throws -> Story {
    var story = Story()
    try story.haltAtApply()
    story.pass(600)
    try story.record(.runResumed(RunResumed()), epoch: nil)
    try story.record(
      .remedyChosen(RemedyChosen(activity: "2/apply", remedy: "remedy/1")), epoch: nil)
    try story.intend("remedy/1")
    story.pass(2)
    try story.succeed("remedy/1", seconds: 2)
    try story.intend("2/apply", attempt: 2)
    story.pass(62)
    try story.succeed("2/apply", attempt: 2, seconds: 62)
    try story.answer("2/1")
    try story.record(.noteAdded(NoteAdded(text: story.sealed("The kettle is *hot*"))), epoch: nil)
    try story.record(
      .activitySkipped(
        ActivitySkipped(activity: "success/1", reason: story.sealed("nobody asked them"))),
      by: Operator(name: "mika", account: "root", host: "roji"), epoch: nil)
    try story.record(.runCompleted(RunCompleted(deviations: 2)))
    return story
  }

  @Test func `success is what the criteria show`() throws {
    var yes = try Self.done()
    try yes.answer("success/1")
    #expect(report(yes).markdown().contains("| Outcome | ▸ open |"))
    try yes.record(.runCompleted(RunCompleted(deviations: 0)))
    #expect(report(yes).markdown().contains("| Outcome | ✓ success |"))
    #expect(
      report(yes).markdown().contains(
        "every success criterion is met: 0 by checks, 1 by people's answers"))
    let skipped = report(try Self.repaired()).markdown()
    #expect(skipped.contains("| Outcome | ! not shown |"))
    #expect(skipped.contains("1 of 1 success criteria not met"))
    var runbook = Runbook.teaHouse
    runbook.successCriteria = []
    var without = try Self.done(runbook)
    try without.record(.runCompleted(RunCompleted(deviations: 0)))
    #expect(report(without).markdown().contains("the document has no success criteria"))
    var aborted = try Self.done()
    try aborted.record(.runAborted(RunAborted(reason: aborted.sealed("no"))), epoch: nil)
    #expect(report(aborted).markdown().contains("| Outcome | ⊗ aborted |"))
  }

  @Test func `what was captured stands beside what was found later`() throws {
    var runbook = Runbook.teaHouse
    var count = Activity(
      id: "2/count", kind: .sql, role: .check, language: "sql", line: 46, text: "select 3;")
    count.settings.comparison = Comparison(kind: .equals, operand: "guests", isCaptured: true)
    runbook.phases[0].steps[1].activities.append(count)
    var story = try Self.done(runbook)
    try story.record(
      .valueCaptured(
        ValueCaptured(activity: "1/version", name: "guests", value: story.sealed("900"))))
    try story.record(
      .valueCaptured(
        ValueCaptured(activity: "1/version", name: "shelves", value: story.sealed("7"))))
    try story.intend("2/count")
    try story.record(
      .checkFailed(
        CheckFailed(
          activity: "2/count", attempt: 1, expected: "equals @guests (900)",
          found: story.sealed("899"), report: .lasting(1))))
    let text = report(story).markdown()
    #expect(
      text.contains(
        "| guests | 900 at 12:00:05Z (event 9) | equals=\\@guests | 899 | ✗ failed | 2/count,"),
      "\(text)")
    #expect(text.contains("| shelves | 7 at 12:00:05Z (event 10) |  |  | nothing compares it |  |"))
  }

  @Test func `what people and documents say is no markup`() throws {
    let hostile = "<b>x</b> [a](javascript:1) | **y** `z` https://e.org www.e.org \u{1B}[2J\u{202E}"
    var runbook = Runbook.teaHouse
    runbook.title = hostile
    runbook.phases[0].steps[0].title = hostile
    var story = try Self.done(runbook)
    try story.record(
      .noteAdded(NoteAdded(text: story.sealed("- " + hostile + "\nmore"))),
      by: Operator(name: hostile, account: "x", host: "y"), epoch: nil)
    let html = report(story).html()
    #expect(try !TimelineFormatTests.elements(in: html).contains("b"))
    #expect(!html.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    let markdown = report(story).markdown()
    for part in ["<b>", " [a]", "**y**", "`z`", "https://", " www.e", "\u{1B}", "\u{202E}"] {
      #expect(!markdown.contains(part), "\(part)")
    }
    // As many cells in each row as there are columns: no text ends its cell.
    for row in markdown.split(separator: "\n") where row.contains("javascript") {
      guard row.hasPrefix("|") else { continue }
      let bars = row.split(separator: "\\|").joined().count { $0 == "|" }
      #expect([3, 5, 9].contains(bars), "\(row)")
    }
  }

  @Test func `a template takes the values that it names`() throws {
    let story = try Self.repaired()
    let filled = try report(story).filled("{{ run }}: {{outcome}}\n{{deviations}}", .markdown)
    #expect(filled.hasPrefix("tea-house-1: not shown\n| Event | When | Who | What | Why |\n"))
    for name in CompletionReport.valueNames {
      for style in [CompletionReport.Style.markdown, .html] {
        let value = try report(story).filled("{{\(name)}}", style)
        #expect(!value.contains("{{"), "\(name)")
        #expect(!value.isEmpty || name == "databases", "\(name)")
      }
    }
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    for name in CompletionReport.valueNames { #expect(page.contains("`\(name)`"), "\(name)") }
  }

  @Test(arguments: [
    ("a\nb {{nothing}}", 2, "{{nothing}} is no value"), ("{{run\n}}", 1, "has no }}"),
  ])
  func `a template with another name is refused with its line`(
    template: String, line: Int, text: String
  ) throws {
    let report = report(try Self.repaired())
    let problem = #expect(throws: TemplateProblem.self) {
      try report.filled(template, .markdown)
    }
    #expect(problem?.line == line)
    #expect(problem?.text.contains(text) == true)
  }

  @Test func `the page shows the example as it is printed`() throws {
    let example = "\n````markdown\n\(report(try Self.repaired()).markdown())````\n\n"
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let start = try #require(page.firstRange(of: "<!-- markdown: begin -->\n")?.upperBound)
    let end = try #require(page.firstRange(of: "<!-- markdown: end -->")?.lowerBound)
    if ProcessInfo.processInfo.environment["TEMAE_UPDATE"] == "1" {
      let updated = page[..<start] + example + page[end...]
      try String(updated).write(toFile: Self.path, atomically: true, encoding: .utf8)
    } else {
      #expect(
        page[start..<end] == example,
        "write it anew: TEMAE_UPDATE=1 swift test --filter CompletionReportTests")
    }
  }
}
