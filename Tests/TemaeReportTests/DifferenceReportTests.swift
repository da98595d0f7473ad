import TemaeCore
import TestSupport
import Testing

@testable import TemaeReport

@Suite("What a changed document means")
struct DifferenceReportTests {
  private static func runbook(_ words: String, _ more: [Activity] = []) -> Runbook {
    var runbook = Runbook.sample(
      [
        .sample("1", [.item("1/ok"), .shell("1/a", .change, of: nil, "one")] + more),
        .sample("2", [.shell("2/skipped", .change, of: nil, words)]),
        .sample(
          "3",
          [
            .shell("3/b", .change, of: nil, words), .shell("3/later", .change, of: nil, words),
            .shell("3/back", .rollback, of: "3/b", words),
          ]),
      ])
    runbook.phases[0].steps[0].activities[0].text = "Is it \(words)?"
    runbook.digest = testDigest(words.utf8)
    return runbook
  }

  private func trace() throws -> Trace {
    var trace = try Trace(Self.runbook("so"))
    try trace.command(.answer(activity: "1/ok", .yes, note: nil))
    try trace.succeed("1/a")
    try trace.command(.skip(activity: "2/skipped", reason: commitment("no need")))
    try trace.fail("3/b")
    return trace
  }

  private func report(_ runbook: Runbook) throws -> DifferenceReport {
    let version = { (text: String) in
      FileChange.Version(digest: testDigest(text.utf8), bytes: Array(text.utf8))
    }
    return DifferenceReport(
      state: try trace().state, runbook: runbook, document: "tea.md",
      files: [FileChange(path: "tea.md", old: version("so\n"), new: version("other\n"))])
  }

  @Test func `each activity that is not what it was says what becomes of it`() throws {
    let text = try report(Self.runbook("other", [.shell("1/new")])).text(.plain)
    let rows = [
      "activities: 1 added, 5 changed, 0 removed, 1 untouched",
      "Δ changed  1/ok       tea.md:10  its answer is void: asked again",
      "+ added    1/new      tea.md:10  its step has been passed: it is next",
      "Δ changed  2/skipped  tea.md:10  that it was skipped is void: it is next",
      "Δ changed  3/b        tea.md:10  failed; tried anew as attempt 2, on what the failed one left",
      "Δ changed  3/later    tea.md:10  at its turn",
      "Δ changed  3/back     tea.md:10  it has no turn of its own",
    ]
    for row in rows { #expect(text.contains(row), "\(row)\n\(text)") }
    #expect(text.contains("\n-so\n+other\n"))
  }

  @Test func `what stands against it is named with file and line, and what is removed as it was`()
    throws
  {
    var runbook = Self.runbook("so")
    runbook.phases[0].steps[0].activities[1].text = "ONE"
    runbook.phases[0].steps[0].activities[1].line = 33
    runbook.phases[0].steps[2].activities.removeFirst()
    let report = try report(runbook)
    #expect(report.obstacles == ["tea.md:33: 1/a cannot be changed: it has succeeded"])
    let text = report.text(.plain)
    #expect(text.contains("Δ changed  1/a  tea.md:33              not possible: it has succeeded"))
    #expect(
      text.contains(
        "− removed  3/b  tea.md:10 (as it was)  failed; what it may have done stays done"))
  }

  @Test func `a long difference is cut where it was asked for, and the meaning is not`() throws {
    let text = try report(Self.runbook("other")).text(.plain, limit: 2)
    #expect(text.contains("… 3 more lines"))
    #expect(text.contains("3/later"))
  }
}
