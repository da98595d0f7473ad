import Foundation
import TemaeCore
import TemaeReport
import Testing

struct AuditReportTests {
  private func audit(_ story: Story) -> AuditReport {
    AuditReport(entries: story.entries, state: story.state, payload: story.payload)
  }

  private func deviatingStory() throws -> Story {
    var story = Story()
    try story.open()
    story.pass(60)
    try story.answer("prerequisites/1", note: "Rin sits in\nthe next room")
    let mika = Operator(name: "mika", account: "root", host: "roji")
    try story.record(
      .activitySkipped(
        ActivitySkipped(activity: "1/version", reason: story.sealed("=1+1, \"checked\" before"))),
      by: mika, epoch: nil)
    return story
  }

  @Test func `the text says who, from where, on whose word, and marks deviations`() throws {
    let expected = """
      tea-house-1  0190-run
      4 events, 1 deviation
      #1  2026-01-31 10:50:00Z  hana on mizuya, claimed  ▸ open  tea-house-1: Tea house, runbook.md, T is 2026-01-31 12:00:00Z
      #2  2026-01-31 10:50:00Z  hana on mizuya, claimed, driver  · driver  process 4711
      #3  2026-01-31 10:51:00Z  hana on mizuya, claimed  ✓ answered yes  prerequisites/1
            note: Rin sits in
            the next room
      #4  2026-01-31 10:51:00Z  mika (account root) on roji, claimed  ↷ skipped  1/version  ! deviation
            reason: =1+1, "checked" before

      """
    #expect(audit(try deviatingStory()).text(.plain) == expected)
  }

  @Test func `the CSV quotes, and no cell is a formula`() throws {
    let lines = audit(try deviatingStory()).csv().components(separatedBy: "\r\n")
    #expect(lines.count == 6)
    let header =
      "sequence,at,name,account,host,means,role,epoch,type,subject,what,details,reason,"
      + "microseconds,deviation,late"
    #expect(lines[0] == header)
    #expect(lines[3].contains(",\"Rin sits in\nthe next room\",,no,no"))
    let last =
      "4,2026-01-31T10:51:00.000000Z,mika,root,roji,claimed,person,,activity.skipped,1/version,"
      + "skipped 1/version,,\"'=1+1, \"\"checked\"\" before\",,yes,no"
    #expect(lines[4] == last)
  }

  @Test func `the JSON has a row for each entry but copies`() throws {
    var story = try deviatingStory()
    story.pass(4200)
    try story.record(
      .attemptOutput(
        AttemptOutput(
          activity: "2/apply", attempt: 1, content: story.sealed("x"), offset: 0,
          stream: .output)))
    let object = try dictionary(audit(story).json())
    #expect(object["deviations"] as? Int == 1)
    let events = try #require(object["events"] as? [[String: Any]])
    #expect(events.map { $0["sequence"] as? Int } == [1, 2, 3, 4])
    #expect(events.map { $0["role"] as? String } == ["person", "driver", "person", "person"])
    #expect(events[3]["means"] as? String == "claimed")
    #expect(events[3]["reason"] as? String == "=1+1, \"checked\" before")
    #expect(events[3]["deviation"] as? Bool == true)
  }

  @Test func `exactly the deviations that the state counts are listed`() throws {
    var story = try deviatingStory()
    story.pass(4200)
    try story.record(
      .deviationRecorded(
        DeviationRecorded(kind: .needs, reason: story.sealed("known"), subject: "2")), epoch: nil)
    try story.intend("2/apply")
    try story.fail("2/apply")
    try story.record(.activityRetried(ActivityRetried(activity: "2/apply")), epoch: nil)
    try story.intend("2/apply", attempt: 2)
    try story.record(
      .attemptLost(AttemptLost(activity: "2/apply", attempt: 2, evidence: "no exit record")))
    try story.record(
      .attemptSettled(
        AttemptSettled(
          activity: "2/apply", attempt: 2, evidence: .person, reason: story.sealed("seen"),
          verdict: .done)), epoch: nil)
    let report = DeviationsReport(
      entries: story.entries, state: story.state, payload: story.payload)
    #expect(report.count == story.state.deviations)
    #expect(report.count == 4)
    #expect(report.text(.plain).contains("✓ settled  2/apply  it took effect, by a person's word"))
  }

  @Test func `a run as written has no deviations`() throws {
    var story = Story()
    try story.open()
    let report = DeviationsReport(
      entries: story.entries, state: story.state, payload: story.payload)
    #expect(report.text(.plain) == "deviations: none\n")
    #expect(report.json() == "[]\n")
  }
}
