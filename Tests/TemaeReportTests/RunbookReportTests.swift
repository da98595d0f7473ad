import Foundation
import TemaeCore
import TemaeReport
import Testing

struct RunbookReportTests {
  @Test func `the text shows every part, and ends with what never runs and what is open`() {
    let expected = """
      Tea house
      digest 0000000000000000000000000000000000000000000000000000000000000000
      1 phase, 2 steps, 2 blocks and 1 item in them, annotated (temae: 1)

      settings
        shell      bash
        databases  prod from $TEA_URL
        secrets    $TEA_TOKEN

      timeline of the document
        T-60  line 14  Check

      prerequisites
        People  line 8
          prerequisites/1  item  line 10  Both are here

      phase 1  Work  T-60 to T+0  line 18
        step 1  Environment check  T-60  budget 10 min  line 20
          1/version  check sql  line 22  the server is new enough  [db=prod at-least=150000]
        step 2  Apply the baseline  T+0  needs 1  line 38
          2/apply  change sql  line 40  \\i baseline.sql
          2/1      item        line 44  Looked at the counts

      success criteria
        Accepted  line 70
          success/1  item  line 72  Guests are glad

      remedies, offered when a step fails
        The lock is held  for step 2  line 50
          remedy/1  remedy sql  line 52  select release();

      rollback, as the document describes it
        Restore all  whole run  line 60

      follow-ups  – not kept by this version
        after 1 d  line 80  Drop the old tables

      announcements  – not kept by this version
        Guests  line 84  every 30 min: Doors are closed

      how it was read
        line 20  step  rung a  Step 1

      not run: 1 block
        line 90  text  an example

      open questions: none

      """
    #expect(RunbookReport(.teaHouse).text(.plain) == expected)
  }

  @Test func `open questions and facts without machinery are named with their lines`() {
    var runbook = Runbook.teaHouse
    runbook.questions = [OpenQuestion(line: 31, text: "A change?", annotations: ["{.check}"])]
    runbook.unsupported = [UnsupportedFact(line: 33, fact: "Approve: 2 of @dba")]
    let text = RunbookReport(runbook).text(.plain)
    let tail = """
      not in this version: 1 fact, each refuses the run
        line 33  Approve: 2 of @dba

      not run: 1 block
        line 90  text  an example

      open questions: 1, to be answered in the document
        line 31  A change?
            write: {.check}

      """
    #expect(text.hasSuffix(tail))
  }

  @Test func `a block that a person must run says why, also next to its settings`() {
    var runbook = Runbook.teaHouse
    runbook.phases[0].steps[1].activities[0].kind = .manual
    runbook.phases[0].steps[1].activities[0].byHand = "it would ask for a password"
    let text = RunbookReport(runbook).text(.plain)
    #expect(text.contains("\\i baseline.sql  by hand: it would ask for a password\n"))
  }

  @Test func `the JSON has exactly the promised keys in their order`() throws {
    let json = RunbookReport(.teaHouse).json()
    let object = try dictionary(json)
    #expect(
      keys(json, depth: 1) == [
        "title", "digest", "prerequisites", "timeline", "phases", "successCriteria", "remedies",
        "rollbackScopes", "followUps", "announcements", "readings", "notRun", "questions",
        "unsupported", "files", "settings",
      ])
    let phase = try #require((object["phases"] as? [[String: Any]])?.first)
    #expect(Set(phase.keys) == ["id", "title", "from", "to", "steps"])
    let steps = try #require(phase["steps"] as? [[String: Any]])
    #expect(Set(steps[0].keys) == ["id", "title", "offset", "activities", "items", "checks"])
    #expect(steps[0]["offset"] as? Int == -60)
    let checks = try #require(steps[0]["checks"] as? [[String: Any]])
    #expect(Set(checks[0].keys) == ["id", "kind", "role", "language", "line"])
    let activities = try #require(steps[1]["activities"] as? [[String: Any]])
    #expect(activities.map { $0["id"] as? String } == ["2/apply"])
    let items = try #require(steps[1]["items"] as? [[String: Any]])
    #expect(Set(items[0].keys) == ["id", "text", "line"])
    let mark = try #require((object["timeline"] as? [[String: Any]])?.first)
    #expect(Set(mark.keys) == ["offset", "title", "line"])
  }

  @Test func `every block and item of the runbook is in the JSON once`() throws {
    let json = RunbookReport(.teaHouse).json()
    for id in ["prerequisites/1", "1/version", "2/apply", "2/1", "success/1", "remedy/1"] {
      #expect(json.components(separatedBy: "\"id\": \"\(id)\"").count == 2, "\(id)")
    }
  }

  @Test func `missing values are null, and settings are names only`() throws {
    var runbook = Runbook.teaHouse
    runbook.phases[0].from = nil
    runbook.settings.parameters = [
      Parameter(name: "HOUSE", defaultValue: "a default of its own", isSecret: false)
    ]
    let json = RunbookReport(runbook).json()
    #expect(json.contains("\"from\": null"))
    #expect(!json.contains("a default of its own"))
    #expect(json.hasPrefix("{\n  \"title\": \"Tea house\",\n"))
    #expect(json.hasSuffix("\n}\n"))
  }

  @Test func `a terminal escape in a title reaches neither text nor JSON`() throws {
    var runbook = Runbook.teaHouse
    runbook.title = "Tea\u{1B}[2J\u{202E}\u{9B}m \"house\"\\"
    runbook.phases[0].steps[0].title = "a\nb"
    let text = RunbookReport(runbook).text(.plain)
    #expect(text.hasPrefix("Tea␛[2J⟨U+202E⟩⟨U+009B⟩m \"house\"\\\n"))
    #expect(text.contains("step 1  a␊b"))
    let json = RunbookReport(runbook).json()
    #expect(json.contains("\"Tea\\u001b[2J\\u202e\\u009bm \\\"house\\\"\\\\\""))
    #expect(try dictionary(json)["title"] as? String == runbook.title)
  }
}

/// A JSON text as Foundation reads it.
func dictionary(_ json: String) throws -> [String: Any] {
  let value = try JSONSerialization.jsonObject(with: Data(json.utf8))
  return try #require(value as? [String: Any])
}

/// The keys of a pretty-printed JSON text at a depth, in the order in which they stand.
private func keys(_ json: String, depth: Int) -> [String] {
  let start = String(repeating: "  ", count: depth) + "\""
  return json.split(separator: "\n").filter { $0.hasPrefix(start) }
    .compactMap { $0.dropFirst(start.count).split(separator: "\"").first.map(String.init) }
}
