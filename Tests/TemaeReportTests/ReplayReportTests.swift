import Foundation
import TemaeCore
import TemaeReport
import Testing

struct ReplayReportTests {
  @Test func `a moment is what happened, what was true, what came next, and the output so far`()
    throws
  {
    let text = try Story.halted().moment(after: 7).text(.plain)
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
    let story = try Story.halted()
    for count in 1...story.entries.count {
      let object = try dictionary(try story.moment(after: count).json())
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
    let text = try Story.halted().difference(from: 6, to: 10).text(.plain)
    let squeezed = { (text: String) in text.replacing(#/  +/#, with: "  ") }
    #expect(squeezed(text).hasPrefix(squeezed(expected)), "\(text)")
    #expect(text.contains("reason: dropped it"))
    #expect(text.contains("relation exists"))
  }

  @Test func `what changed and changed back is no difference`() throws {
    let story = try Story.halted()
    // Pending, intended, failed, pending again.
    let object = try dictionary(try story.difference(from: 5, to: 10).json())
    let changes = try #require(object["changes"] as? [[String: Any]])
    let apply = try #require(changes.first { $0["what"] as? String == "2/apply" })
    // Its attempt is still counted.
    #expect(apply["sequence"] as? Int == 10)
    let none = try story.difference(from: 3, to: 3).text(.plain)
    #expect(none.contains("0 events\nwhat changed\n  nothing\nby whom and why\n  nothing\n"))
  }
}
