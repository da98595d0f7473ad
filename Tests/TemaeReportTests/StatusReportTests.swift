import Foundation
import TemaeCore
import TemaeReport
import Testing

struct StatusReportTests {
  private func report(_ story: Story, holder: String? = nil) -> StatusReport {
    StatusReport(state: story.state, at: story.now, holder: holder, payload: story.payload)
  }

  @Test func `a halted run shows why, what failed, and the commands to type`() throws {
    var story = Story()
    try story.haltAtApply()
    story.pass(90)
    let expected = """
      tea-house-1  Tea house
        status      ■ halted
        why         2/apply failed (an activity failed, or a check did not hold)
        waits for   2/apply failed: resume the run
        stands at   step 2  Apply the baseline  T+0  0 of 2 dealt with
        now         2026-01-31 12:01:35Z  T+1:35  on time
        opened      2026-01-31 10:50:00Z
        T           2026-01-31 12:00:00Z
        driver      nobody
        activities  ○ pending 2  ✓ succeeded 2  ✗ failed 1
        document    runbook.md, digest 000000000000, event 8
      failed
        ✗ failed        2/apply  \\i baseline.sql
                        SQLSTATE 42P07, baseline.sql:14: the database refused a statement
                          relation "shelves" already exists
                        remedy remedy/1, line 52: resume offers it
      what can be done now
        temae answer 2/apply retry --run tea-house-1                 tries it again
        temae answer 2/apply remedy/1 --run tea-house-1              remedy: The lock is held
        temae settle 2/apply --done --reason TEXT --run tea-house-1  it was done by hand
        temae skip 2/apply --reason TEXT --run tea-house-1           leaves it undone
        temae amend --reason TEXT --run tea-house-1                  takes in the document as it is corrected
        temae do --reason TEXT --run tea-house-1 -- COMMAND          runs what the document does not have
        temae resume tea-house-1                                     drives the run on, and asks where it must
        temae rollback tea-house-1 --plan                            what there is to undo, and how
        temae note TEXT --run tea-house-1                            writes something down
        temae abort --run tea-house-1 --reason TEXT                  ends the run for good

      """
    #expect(report(story).text(.plain) == expected)
    #expect(report(story).exitCode == 1)
  }

  @Test func `an unknown outcome is shown with its evidence and never as a failure`() throws {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    story.pass(30)
    try story.record(
      .attemptLost(AttemptLost(activity: "2/apply", attempt: 1, evidence: "no exit record")))
    let text = report(story, holder: "process 4711").text(.plain)
    let attempts = """
      open attempts
        ? unknown       2/apply  attempt 1  intended 2026-01-31 12:00:00Z, 30 s ago
                        its records lie in attempts/1
                        nobody saw its end: it may have taken effect
                        what was found: no exit record
      what can be done now
        temae settle 2/apply --done --reason TEXT --run tea-house-1    it took effect
        temae settle 2/apply --again --reason TEXT --run tea-house-1   it did not; it is tried again
        temae settle 2/apply --failed --reason TEXT --run tea-house-1  it failed
      """
    #expect(text.contains(attempts))
    #expect(!text.contains("✗ failed"))
    #expect(report(story).exitCode == 6)
  }

  @Test func `an attempt whose driver is gone is said to need settling`() throws {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    story.pass(10)
    let text = report(story).text(.plain)
    #expect(text.contains("driver      nobody: the driver of epoch 1 is gone\n"))
    #expect(text.contains("let go by the driver of epoch 1, which is gone: resuming settles it"))
    #expect(text.contains("  temae resume tea-house-1 "))
    #expect(!text.contains("temae pause"))
    let live = report(story, holder: "process 4711 on mizuya").text(.plain)
    #expect(live.contains("driver      process 4711 on mizuya, epoch 1\n"))
    #expect(live.contains("waits for   ◔ intended 2/apply for 10 s\n"))
    #expect(live.contains("  temae pause --run tea-house-1 "))
    #expect(!live.contains("temae resume"))
    #expect(report(story).exitCode == 0)
  }

  @Test func `a question can be answered by the command that is shown`() throws {
    var story = Story()
    try story.open()
    let text = report(story, holder: "process 4711").text(.plain)
    #expect(text.contains("waits for   prerequisites/1: Both are here (yes or no?)\n"))
    #expect(text.contains("  temae answer prerequisites/1 yes --run tea-house-1 "))
    #expect(text.contains("  temae skip prerequisites/1 --reason TEXT --run tea-house-1 "))
    #expect(report(story).exitCode == 3)
    // Halted for want of the answer, it is still the answer that is wanted.
    try story.record(
      .runHalted(
        RunHalted(activity: "prerequisites/1", detail: "a person is needed", reason: .person)))
    let halted = report(story).text(.plain)
    #expect(halted.contains("  temae answer prerequisites/1 yes --run tea-house-1 "))
    #expect(report(story).exitCode == 3)
  }

  @Test func `an unmet need can be overruled by the command that is shown`() throws {
    var story = Story()
    try story.open()
    try story.answer("prerequisites/1")
    try story.record(
      .activitySkipped(ActivitySkipped(activity: "1/version", reason: story.sealed("old"))),
      epoch: nil)
    story.pass(4200)
    let text = report(story, holder: "process 4711").text(.plain)
    #expect(text.contains("  temae answer 2 proceed --reason TEXT --run tea-house-1 "))
    #expect(text.contains("  as written  ! 1 deviation\n"))
  }

  @Test func `a refusal can be taken back or skipped`() throws {
    var story = Story()
    try story.open()
    try story.answer("prerequisites/1", .no)
    try story.record(
      .runHalted(RunHalted(activity: "prerequisites/1", detail: "answered no", reason: .person)))
    let text = report(story).text(.plain)
    #expect(text.contains("⊘ answered no 1"))
    #expect(text.contains("  temae answer prerequisites/1 yes --run tea-house-1 "))
    #expect(text.components(separatedBy: "answer prerequisites/1 yes").count == 2)
  }

  @Test(
    arguments: [
      (.failed, 1), (.person, 3), (.unknown, 3), (.target, 1), (.changed, 1),
      (.interrupted, 3),
    ] as [(HaltReason, Int32)])
  func `the exit code says why a run is halted whose outcomes are all known`(
    reason: HaltReason, code: Int32
  ) throws {
    var story = Story()
    try story.open()
    try story.record(.runHalted(RunHalted(detail: "so", reason: reason)))
    #expect(report(story).exitCode == code)
    #expect(report(story).text(.plain).contains("  status      ■ halted\n"))
  }

  @Test func `every other status has its exit code`() throws {
    var paused = Story()
    try paused.open()
    try paused.record(.runPaused(RunPaused()), epoch: nil)
    #expect(report(paused).exitCode == 3)
    #expect(report(paused).text(.plain).contains("  status      ‖ paused\n"))
    var aborted = Story()
    try aborted.open()
    try aborted.record(.runAborted(RunAborted(reason: aborted.sealed("no"))), epoch: nil)
    #expect(report(aborted).exitCode == 4)
    var completed = Story()
    try completed.open()
    try completed.record(.runCompleted(RunCompleted(deviations: 0)))
    #expect(report(completed).exitCode == 0)
    #expect(report(completed).text(.plain).contains("  temae timeline tea-house-1  "))
  }

  @Test func `lateness, an ignored schedule and a compressed clock are said`() throws {
    var story = Story()
    try story.open()
    try story.answer("prerequisites/1")
    story.pass(1200)
    try story.intend("1/version")
    #expect(report(story).text(.plain).contains("T-50:00  on time\n"))
    story.pass(3300)
    #expect(report(story).text(.plain).contains("T+5:00  5 min late\n"))
    var ignoring = Story()
    try ignoring.open(minuteMicroseconds: 100_000, honoursSchedule: false)
    let text = report(ignoring).text(.plain)
    #expect(text.contains("the schedule is ignored\n"))
    #expect(!text.contains("late\n"))
    #expect(text.contains("a minute of the schedule lasts 100 ms\n"))
  }

  @Test func `an erased message is said to be erased`() throws {
    var story = Story()
    try story.haltAtApply(message: "secret")
    if let message = story.state.activity("2/apply")?.failure?.message { story.erase(message) }
    #expect(report(story).text(.plain).contains("(erased: 6 bytes)\n"))
  }

  @Test func `a message cannot reach the terminal`() throws {
    var story = Story()
    try story.haltAtApply(message: "bad\u{1B}]52;c;aGk=\u{7}\nline 2\r")
    let text = report(story).text(TextStyle(colors: false, width: 0))
    #expect(text.contains("  bad␛]52;c;aGk=␇\n"))
    #expect(text.contains("  line 2␍\n"))
    #expect(!text.unicodeScalars.contains("\u{1B}"))
  }

  @Test func `the JSON says the same`() throws {
    var story = Story()
    try story.haltAtApply()
    let json = report(story).json()
    let object = try dictionary(json)
    #expect(json.hasSuffix("}\n") && json.split(separator: "\n").count == 1)
    #expect(object["status"] as? String == "halted")
    #expect(object["exitCode"] as? Int == 1)
    #expect(object["driver"] is NSNull)
    #expect((object["halt"] as? [String: Any])?["reason"] as? String == "failed")
    #expect((object["waitsFor"] as? [String: Any])?["kind"] as? String == "person")
    #expect((object["stage"] as? [String: Any])?["id"] as? String == "2")
    let failure = try #require((object["failures"] as? [[String: Any]])?.first)
    #expect(failure["state"] as? String == "42P07")
    #expect(failure["message"] as? String == "relation \"shelves\" already exists")
    #expect(failure["remedies"] as? [String] == ["remedy/1"])
    let activities = try #require(object["activities"] as? [[String: Any]])
    #expect(activities.count == story.state.activities.count)
    let commands = try #require(object["commands"] as? [[String: Any]])
    #expect(commands.first?["command"] as? String == "temae answer 2/apply retry --run tea-house-1")
  }
}
