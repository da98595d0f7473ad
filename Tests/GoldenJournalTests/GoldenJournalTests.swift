import Foundation
import TemaeCore
import TemaeJournal
import TemaeReport
import Testing

/// Recorded journals of real runs fold to the states that they folded to, and say what they said.
struct GoldenJournalTests {
  @Test func `every scenario is there`() {
    #expect(
      Set(RecordedRun.scenarios).isSuperset(of: [
        "crash-and-resume", "failure-and-remedy", "no-go", "rollback", "success", "two-operators",
      ]))
  }

  @Test(arguments: RecordedRun.scenarios)
  func `after every event the state, its digest and the decision are the recorded ones`(
    scenario: String
  ) throws {
    let run = try RecordedRun(scenario)
    let lines = try RecordedRun.expected(scenario, "states.jsonl").split(separator: "\n")
    #expect(lines.count == run.entries.count)
    let last = try #require(run.entries.last)
    var standing = ReplayStanding()
    for (index, line) in lines.enumerated() {
      let state = run.states[index]
      standing.take(run.entries[index], state)
      let moment = ReplayMoment(
        run.entries[index], next: run.entries.dropFirst(index + 1).first, last: last, state: state,
        standing: standing, output: run.entries.prefix(index + 1).reversed(),
        digest: state.digest(RecordedRun.hash), payload: run.payload)
      #expect(try Self.essence(moment.json()) == Self.object(String(line)), "line \(index + 1)")
    }
  }

  @Test(arguments: RecordedRun.scenarios)
  func `the audit says what it said`(scenario: String) throws {
    let run = try RecordedRun(scenario)
    let state = try #require(run.states.last)
    let report = AuditReport(entries: run.entries, state: state, payload: run.payload)
    #expect(try report.text(.plain) == RecordedRun.expected(scenario, "audit.txt"))
    #expect(try report.csv() == RecordedRun.expected(scenario, "audit.csv"))
    #expect(try report.json() == RecordedRun.expected(scenario, "audit.json"))
  }

  @Test(arguments: RecordedRun.scenarios)
  func `timeline, completion report and rollback plan say what they said`(scenario: String) throws {
    let run = try RecordedRun(scenario)
    let state = try #require(run.states.last)
    #expect(state.status.isEnded, "of a run that goes on they would say something else now")
    let now = try #require(run.entries.last?.at)
    let timeline = TimelineReport(state: state, entries: run.entries, at: now)
    #expect(try timeline.text(.plain) == RecordedRun.expected(scenario, "timeline.txt"))
    let report = CompletionReport(
      state: state, entries: run.entries, at: now, head: try run.journal.verify().headLine,
      payload: run.payload)
    #expect(try report.markdown() == RecordedRun.expected(scenario, "report.md"))
    let plan = RollbackReport(state: state, plan: RollbackPlan(of: state), at: now)
    #expect(try plan.json() == RecordedRun.expected(scenario, "plan.json"))
  }

  @Test(arguments: RecordedRun.scenarios)
  func `the journal has the recorded root, and is exported to the same bytes`(
    scenario: String
  ) throws {
    let run = try RecordedRun(scenario)
    let head = "head: \(try run.journal.verify().headLine)\n"
    #expect(try RecordedRun.expected(scenario, "verify.txt").hasSuffix(head))
    var bytes: [UInt8] = []
    _ = try run.journal.exportLines { bytes += $0 }
    let file = RecordedRun.folder.appending(path: "\(scenario)/journal.jsonl")
    #expect(try Data(contentsOf: file) == Data(bytes))
  }

  @Test func `the SQLite file is the same journal as the lines`() throws {
    let lines = try RecordedRun("success")
    let copy = try RecordedRun("success", file: "journal.sqlite")
    #expect(copy.entries == lines.entries)
    #expect(try copy.journal.verify() == lines.journal.verify())
  }

  /// Of a moment what no later version may say otherwise; `tools/record-journals` writes the same.
  private static func essence(_ json: String) throws -> NSDictionary {
    let moment = try object(json)
    let state = try #require(moment["state"] as? [String: Any])
    let event = try #require(moment["event"] as? [String: Any])
    let digest = try #require(moment["digest"] as? [String: Any])
    let waits = try #require(state["waitsFor"] as? [String: Any])
    let activities = try #require(state["activities"] as? [[String: Any]])
    var phases: [String: Any] = [:]
    for activity in activities where activity["phase"] as? String != "pending" {
      phases[try #require(activity["id"] as? String)] = activity["phase"]
    }
    let parts: [String: Any?] = [
      "sequence": event["sequence"], "type": event["type"], "v": digest["v"],
      "digest": digest["digest"], "status": state["status"], "epoch": state["epoch"],
      "deviations": state["deviations"], "phases": phases,
      "waitsFor": [waits["kind"] ?? NSNull(), waits["subject"] ?? NSNull()],
    ]
    return NSDictionary(dictionary: parts.compactMapValues(\.self))
  }

  private static func object(_ json: String) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSDictionary)
  }

  @Test func `the page on the journal shows lines of an export as they are exported`() throws {
    let run = try RecordedRun("failure-and-remedy")
    var exported: [String] = []
    _ = try run.journal.exportLines { exported.append(String(decoding: $0, as: UTF8.self)) }
    let page = try String(
      contentsOf: RecordedRun.folder.appending(path: "../../docs/reference/journal.md"),
      encoding: .utf8)
    let begin = "<!-- export: begin -->\n\n```json\n"
    let start = try #require(page.firstRange(of: begin)?.upperBound)
    let end = try #require(page.firstRange(of: "```\n\n<!-- export: end -->")?.lowerBound)
    let shown = page[start..<end].split(separator: "\n").map { $0 + "\n" }
    #expect(shown.count == 2)
    #expect(exported.joined().contains(shown.joined()))
  }
}
