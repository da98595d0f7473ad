import Foundation
import TemaeCore
import TemaeReport
import Testing

struct TimelineReportTests {
  /// Failed at first, repaired by a remedy on resume, accepted by a person after a while.
  private func wholeRun() throws -> Story {
    var story = Story()
    try story.haltAtApply()
    story.pass(600)
    try story.record(.runResumed(RunResumed()), epoch: nil)
    story.pass(30)
    try story.record(
      .remedyChosen(RemedyChosen(activity: "2/apply", remedy: "remedy/1")), epoch: nil)
    try story.intend("remedy/1")
    story.pass(2)
    try story.succeed("remedy/1", seconds: 2)
    try story.intend("2/apply", attempt: 2)
    story.pass(62)
    try story.succeed("2/apply", attempt: 2, seconds: 62)
    story.pass(62)
    try story.answer("2/1")
    story.pass(20)
    try story.record(
      .activitySkipped(ActivitySkipped(activity: "success/1", reason: story.sealed("nobody"))),
      epoch: nil)
    try story.record(.runCompleted(RunCompleted(deviations: 2)))
    return story
  }

  @Test func `planned stands against actual, and waiting for people apart from work`() throws {
    let story = try wholeRun()
    let report = TimelineReport(state: story.state, entries: story.entries, at: story.now)
    let expected = """
      tea-house-1  Tea house
      ✓ completed  opened 2026-01-31 10:50:00Z  took 1 h 23 min
      T is 2026-01-31 12:00:00Z
      work 1 min 09 s  people 2 min 52 s  clock 1 h 09 min  stopped 10 min
        the end depends on: 2 → success
                                10:50Z       11:10Z        11:31Z       11:52Z
      Prerequisites             ▒
      1 Environment check       ·······───────
      2 Apply the baseline            ·······································█======██
      Success criteria                                                               ▒
      ■ halted                                                               ========
        ─ planned  · waited for its time  = stood still  ▒ waited for people
        █ at work
      Prerequisites
        ✓ succeeded  began 10:50:00Z  ended 10:51:00Z  took 1 min  slack 9 min
          people 1 min
          ✓ succeeded  prerequisites/1  1 min  at 10:51:00Z  Both are here
      phase Work
      step 1  Environment check  T-60
        ✓ succeeded  planned 11:00:00Z  began 11:00:00Z, on time  ended 11:00:00Z
        took 0 ms of 10 min  slack 1 h
          clock 9 min
          ✓ succeeded  1/version  1.0 s  the server is new enough
      step 2  Apply the baseline  T+0
        ✓ succeeded  planned 12:00:00Z  began 12:00:00Z, on time  ended 12:12:41Z
        took 12 min 41 s  the end depends on it
          work 1 min 09 s  people 1 min 32 s  clock 1 h  stopped 10 min
          ✓ succeeded  2/apply   1 min 07 s  2 attempts  \\i baseline.sql
                          1 ✗ failed 5.0 s  2 ✓ succeeded 1 min 02 s
          ✓ succeeded  2/1       1 min 02 s  at 12:12:41Z  Looked at the counts
          ✓ succeeded  remedy/1  2.0 s       select release();
      Success criteria
        ! not as written  began 12:12:41Z  ended 12:13:01Z  took 20 s
        the end depends on it
          people 20 s
          ↷ skipped  success/1  20 s  at 12:13:01Z  Guests are glad
      when it did not go on
        ■ halted  12:00:05Z to 12:10:05Z  10 min  events 8 to 9
            2/apply failed (an activity failed, or a check did not hold)
      announcements that the document promises  – not kept by this version
        every 30 min  Guests  Doors are closed
      follow-ups that the document promises  – not kept by this version
        due 2026-02-01 12:13:01Z  Drop the old tables

      """
    #expect(report.text(.plain) == expected, "\(report.text(.plain))")
  }

  @Test func `the shares of a run add up to its duration`() throws {
    let story = try wholeRun()
    let object = try dictionary(
      TimelineReport(state: story.state, entries: story.entries, at: story.now).json())
    let times = try #require(object["times"] as? [String: Int])
    let sum = times.values.reduce(0, +)
    // 10:50:00 to 12:13:01.
    #expect(sum == 4_981_000_000)
    #expect(times["workMicroseconds"] == 69_000_000)
    #expect(times["stoppedMicroseconds"] == 600_000_000)
    #expect(object["problem"] is NSNull)
  }

  @Test func `the JSON holds every attempt, and promises are not kept`() throws {
    let story = try wholeRun()
    let object = try dictionary(
      TimelineReport(state: story.state, entries: story.entries, at: story.now).json())
    let stages = try #require(object["stages"] as? [[String: Any]])
    #expect(stages.map { $0["id"] as? String } == ["prerequisites", "1", "2", "success"])
    #expect(stages[2]["latenessMicroseconds"] as? Int == 0)
    #expect(stages[0]["latenessMicroseconds"] is NSNull)
    let apply = try #require((stages[2]["activities"] as? [[String: Any]])?.first)
    let attempts = try #require(apply["attempts"] as? [[String: Any]])
    #expect(attempts.map { $0["outcome"] as? String } == ["failed", "succeeded"])
    #expect(apply["durationMicroseconds"] as? Int == 67_000_000)
    for key in ["announcements", "followUps"] {
      let promises = try #require(object[key] as? [[String: Any]])
      #expect(promises.map { $0["kept"] as? Bool } == [false])
    }
  }

  @Test func `a step that began after its time is late, one before it early`() throws {
    var late = Story()
    try late.open()
    late.pass(1200)
    try late.answer("prerequisites/1")
    try late.intend("1/version")
    let text = TimelineReport(state: late.state, entries: late.entries, at: late.now).text(.plain)
    #expect(text.contains("planned 11:00:00Z  began 11:10:00Z, 10 min late  not ended"))
    #expect(text.contains("    ◔ intended  1/version"))
    #expect(text.contains("  planned 12:00:00Z  not begun"))
    #expect(text.contains("  due 1 d after completion  Drop the old tables"))
    var early = Story()
    try early.open(honoursSchedule: false)
    try early.answer("prerequisites/1")
    try early.intend("1/version")
    let other = TimelineReport(state: early.state, entries: early.entries, at: early.now).text(
      .plain)
    #expect(other.contains("began 10:50:00Z, 10 min early"))
  }

  @Test func `on a compressed clock budgets and follow-ups shrink with the minutes`() throws {
    var story = Story()
    try story.open(t0: story.now.advanced(bySeconds: 7), minuteMicroseconds: 100_000)
    try story.answer("prerequisites/1")
    story.pass(1)
    try story.pass(check: "1/version")
    try story.record(.runCompleted(RunCompleted(deviations: 0)))
    let text = TimelineReport(state: story.state, entries: story.entries, at: story.now).text(
      .plain)
    #expect(text.contains("took 0 ms of 1.0 s"))
    #expect(text.contains("due 2026-01-31 10:52:25Z  Drop the old tables"))
  }

  @Test func `a lost attempt that was settled is told as unknown until then`() throws {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    story.pass(5)
    try story.record(
      .attemptLost(AttemptLost(activity: "2/apply", attempt: 1, evidence: "no exit record")))
    let before = TimelineReport(state: story.state, entries: story.entries, at: story.now).json()
    #expect(before.contains("\"endedAt\":null,\"outcome\":\"unknown\""))
    story.pass(5)
    try story.record(
      .attemptSettled(
        AttemptSettled(activity: "2/apply", attempt: 1, evidence: .marker, verdict: .done)))
    let after = TimelineReport(state: story.state, entries: story.entries, at: story.now).json()
    #expect(after.contains("\"endedAt\":\"2026-01-31T12:00:10.000000Z\",\"outcome\":\"succeeded\""))
  }

  @Test func `entries that do not fit are said, not guessed over`() throws {
    let story = try wholeRun()
    let report = TimelineReport(
      state: story.state, entries: Array(story.entries.dropFirst(3)), at: story.now)
    #expect(report.text(.plain).contains("\nthe account ends at event 4: "))
  }
}
