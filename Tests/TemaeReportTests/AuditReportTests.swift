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

  @Test
  func `the text has deviations first, then gaps, and says who, from where and on whose word`()
    throws
  {
    let skip = """
      #4  2026-01-31 10:51:00Z  mika (account root) on roji, claimed  ↷ skipped  1/version\
        ! deviation
            reason: =1+1, "checked" before
      """
    let expected = """
      tea-house-1  0190-run
      4 events, 1 deviation
      who: 4 claimed (the account's word, nobody signed), 0 verified
      deviations
      \(skip)
      gaps
        ! the run has not ended: it is open, and its last event is of 2026-01-31 10:51:00Z  (#4)
        ! whether the machines' clocks were synchronised is not recorded
      events
      #1  2026-01-31 10:50:00Z  hana on mizuya, claimed  ▸ open  tea-house-1: Tea house, \
      runbook.md, T is 2026-01-31 12:00:00Z
      #2  2026-01-31 10:50:00Z  hana on mizuya, claimed, driver  · driver  process 4711
      #3  2026-01-31 10:51:00Z  hana on mizuya, claimed  ✓ answered yes  prerequisites/1
            note: Rin sits in
            the next room
      \(skip)

      """
    #expect(audit(try deviatingStory()).text(.plain) == expected)
  }

  @Test(arguments: [
    (AuditFilter(), [1, 2, 3, 4]),
    (AuditFilter(person: "root"), [4]),
    (AuditFilter(person: "mika"), [4]),
    (AuditFilter(person: "mik"), []),
    (AuditFilter(since: Story.start.advanced(bySeconds: -4140)), [3, 4]),
    (AuditFilter(until: Story.start.advanced(bySeconds: -4141)), [1, 2]),
    (AuditFilter(types: ["item"]), [3]),
    (AuditFilter(types: ["run.opened", "activity.skipped"]), [1, 4]),
    (AuditFilter(types: ["act"]), []),
    (AuditFilter(person: "hana", types: ["activity"]), []),
  ])
  func `a filter lets through what it names`(filter: AuditFilter, expected: [Int]) throws {
    let story = try deviatingStory()
    let report = AuditReport(
      entries: story.entries, state: story.state, filter: filter, payload: story.payload)
    let object = try dictionary(report.json())
    let events = try #require(object["events"] as? [[String: Any]])
    #expect(events.map { $0["sequence"] as? Int } == expected)
    #expect(object["total"] as? Int == 4)
    #expect(report.text(.plain).contains("\(expected.count) of 4 events") == !filter.isOpen)
    // What is not recorded is not recorded, whatever is looked for.
    #expect((object["gaps"] as? [Any])?.count == 2)
  }

  @Test func `gaps are unknown outcomes, drivers that went, erased words and set clocks`() throws {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    story.pass(90)
    try story.lead(epoch: 2)
    try story.record(
      .attemptLost(AttemptLost(activity: "2/apply", attempt: 1, evidence: "no exit record")),
      epoch: 2)
    let words = story.sealed("Rin called")
    try story.record(.noteAdded(NoteAdded(text: words)), epoch: nil)
    story.erase(words)
    story.stepWallClock(seconds: 3600)
    try story.record(.leaseReleased(LeaseReleased()), epoch: 2)
    story.pass(60)
    try story.lead(epoch: 3)
    let text = audit(story).text(.plain)
    let gaps = text.split(separator: "\n").filter { $0.hasPrefix("  ! ") }.map(String.init)
    #expect(
      gaps.map { $0.dropFirst(4).prefix(38) } == [
        "the outcome of attempt 1 of 2/apply is", "the driver of epoch 1 went without a w",
        "the words that hana gave are erased  (", "the wall clock was set forward by 1 h ",
        "the run has not ended: it is open, and", "whether the machines' clocks were sync",
      ], "\(text)")
    #expect(text.contains("nobody drove the run for 1 min 30 s  (#7)"))
    let rows = audit(story).csv().components(separatedBy: "\r\n").filter { $0.contains(",gap,") }
    #expect(rows.count == 6)
    let unknown = "6,,,,,,,,gap,,the outcome of attempt 1 of 2/apply is unknown,,,,no,no"
    #expect(rows.first == unknown)
  }

  @Test func `the CSV quotes, and no cell is a formula`() throws {
    let lines = audit(try deviatingStory()).csv().components(separatedBy: "\r\n")
    #expect(lines.count == 8)
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
