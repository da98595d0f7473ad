import Foundation
import TemaeCore
import TemaeReport
import Testing

struct RunsReportTests {
  private var rows: [RunRow] {
    RunStatus.allCases.enumerated().map { index, status in
      RunRow(
        name: "tea-\(index)", id: "0190-\(index)", title: "Tea",
        openedAt: Story.start, lastAt: Story.start.advanced(bySeconds: index), status: status)
    }
  }

  @Test func `every status has a glyph and a word`() {
    let expected = """
      ○ new          tea-0  opened 2026-01-31 12:00:00Z  last event 2026-01-31 12:00:00Z  0190-0  Tea
      ▸ open         tea-1  opened 2026-01-31 12:00:00Z  last event 2026-01-31 12:00:01Z  0190-1  Tea
      ‖ paused       tea-2  opened 2026-01-31 12:00:00Z  last event 2026-01-31 12:00:02Z  0190-2  Tea
      ■ halted       tea-3  opened 2026-01-31 12:00:00Z  last event 2026-01-31 12:00:03Z  0190-3  Tea
      ⊗ aborted      tea-4  opened 2026-01-31 12:00:00Z  last event 2026-01-31 12:00:04Z  0190-4  Tea
      ✓ completed    tea-5  opened 2026-01-31 12:00:00Z  last event 2026-01-31 12:00:05Z  0190-5  Tea
      ↶ rolled back  tea-6  opened 2026-01-31 12:00:00Z  last event 2026-01-31 12:00:06Z  0190-6  Tea

      """
    #expect(RunsReport(rows: rows).text(.plain) == expected)
  }

  @Test func `a journal without runs says so`() {
    #expect(RunsReport(rows: []).text(.plain) == "no runs in this journal\n")
    #expect(RunsReport(rows: []).json() == "[]\n")
  }

  @Test func `the JSON has a row for each run`() throws {
    let json = RunsReport(rows: rows).json()
    let value = try JSONSerialization.jsonObject(with: Data(json.utf8))
    let parsed = try #require(value as? [[String: Any]])
    #expect(parsed.count == RunStatus.allCases.count)
    #expect(parsed.map { $0["status"] as? String } == RunStatus.allCases.map(\.rawValue))
    #expect(Set(parsed[0].keys) == ["name", "id", "title", "status", "openedAt", "lastAt"])
    #expect(parsed[0]["title"] as? String == "Tea")
  }
}
