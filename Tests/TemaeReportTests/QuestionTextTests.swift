import TemaeCore
import TemaeReport
import Testing

struct QuestionTextTests {
  private func text(_ question: Question, _ story: Story, _ details: [String] = []) -> String {
    QuestionText.lines(question, state: story.state, details: details, style: .plain)
      .joined(separator: "\n")
  }

  @Test func `an item is asked with its place and its answers`() throws {
    var story = Story()
    try story.open()
    let question = Question.item(activity: "prerequisites/1")
    #expect(story.state.decide(at: story.now) == .ask(question))
    #expect(
      text(question, story) == """
        ? asks  prerequisites/1  Prerequisites  line 10
          Both are here
          y [NOTE]  yes, it is so or it is done
          n [NOTE]  no: the run halts
          s REASON  skip it; a deviation
          h         halt here; the run can be resumed
        """)
  }

  @Test func `a block that needs a yes is shown before it is asked for`() throws {
    var runbook = Runbook.teaHouse
    runbook.phases[0].steps[1].activities[0].settings.isConfirmed = true
    runbook.phases[0].steps[1].activities[0].text =
      (1...25).map { "select \($0);" }.joined(separator: "\n")
    var story = Story(runbook)
    try story.reachApply()
    let question = Question.confirm(activity: "2/apply")
    #expect(story.state.decide(at: story.now) == .ask(question))
    let lines = text(question, story).split(separator: "\n").map(String.init)
    #expect(lines[0] == "? asks  2/apply  step 2  Apply the baseline  T+0  line 40")
    #expect(lines[1...2] == ["  May this block run?", "  select 1;"])
    #expect(lines[22...23] == ["  … 5 more lines", "  y [NOTE]  yes, run it"])
  }

  @Test func `a failure offers its remedies by number, with title and line`() throws {
    var story = Story()
    try story.haltAtApply()
    try story.record(.runResumed(RunResumed()), epoch: nil)
    let question = Question.failure(activity: "2/apply", remedies: ["remedy/1"])
    #expect(story.state.decide(at: story.now) == .ask(question))
    #expect(
      text(question, story, ["relation \"shelves\" already exists"]) == """
        ✗ failed  2/apply  step 2  Apply the baseline  T+0  line 40
          \\i baseline.sql
          1 attempt so far
          SQLSTATE 42P07, baseline.sql:14: the database refused a statement
            relation "shelves" already exists
          r [REASON]  retry: try it again
          1 [REASON]  remedy remedy/1: The lock is held  line 52
          s REASON    skip it; a deviation
          d REASON    it was done by hand; a deviation
          h           halt here; the run can be resumed
        """)
  }

  @Test func `an unknown outcome is put as unknown, with its evidence`() throws {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    try story.record(
      .attemptLost(AttemptLost(activity: "2/apply", attempt: 1, evidence: "no exit record")))
    let question = Question.unknown(activity: "2/apply", attempt: 1)
    #expect(story.state.decide(at: story.now) == .ask(question))
    #expect(
      text(question, story, ["no exit record"]) == """
        ? unknown  2/apply  step 2  Apply the baseline  T+0  line 40
          \\i baseline.sql
          Nobody saw how attempt 1 ended: it may have taken effect or not.
          It was let go after 2026-01-31 12:00:00Z.
          What is true of it?
            no exit record
          d REASON  done: it took effect
          a REASON  again: it did not take effect, and is tried again
          f REASON  failed: it ended badly
          h         halt here; the run can be resumed
        """)
  }

  @Test func `unmet needs are named with their titles`() throws {
    var story = Story()
    try story.open()
    try story.answer("prerequisites/1")
    try story.record(
      .activitySkipped(ActivitySkipped(activity: "1/version", reason: story.sealed("old"))),
      epoch: nil)
    story.pass(4200)
    let question = Question.needs(stage: "2", missing: ["1"])
    #expect(story.state.decide(at: story.now) == .ask(question))
    #expect(
      text(question, story) == """
        ! needs  2
          Step 2 needs step 1 Environment check.
          Start it all the same?
          p REASON  proceed all the same; a deviation
          h         halt here; the run can be resumed
        """)
  }

  @Test func `what a detail or an item says cannot move the cursor`() throws {
    var runbook = Runbook.teaHouse
    runbook.prerequisites[0].activities[0].text = "here\u{1B}[1A\rnot here"
    var story = Story(runbook)
    try story.open()
    let lines = text(.item(activity: "prerequisites/1"), story, ["a\u{1B}[2Kb\nc"])
    #expect(lines.contains("  here␛[1A␍not here\n    a␛[2Kb\n    c\n"))
    #expect(!lines.unicodeScalars.contains("\u{1B}"))
  }
}
