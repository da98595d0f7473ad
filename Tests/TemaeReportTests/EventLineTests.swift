import TemaeCore
import TemaeReport
import Testing

struct EventLineTests {
  private func lines(_ story: Story, width: Int = 0) -> [String] {
    story.entries.compactMap { entry in
      EventLine.text(
        entry, state: story.state, style: TextStyle(colors: false, width: width),
        payload: story.payload)
    }
  }

  private func last(_ story: Story, width: Int = 0) -> String? {
    story.entries.last.flatMap { entry in
      EventLine.text(
        entry, state: story.state, style: TextStyle(colors: false, width: width),
        payload: story.payload)
    }
  }

  @Test func `a run reads line by line, failures with their place and message`() throws {
    var story = Story()
    try story.haltAtApply()
    let expected = """
      10:50:00Z T -1:10:00    ▸ open          tea-house-1: Tea house, runbook.md, T is 2026-01-31 12:00:00Z
      10:50:00Z T -1:10:00    · driver        process 4711
      ── Prerequisites
      10:51:00Z T -1:09:00    ✓ answered yes  prerequisites/1  Both are here  by hana
      ── step 1  Environment check  T-60
      11:00:00Z T-60 +0:00    ✓ holds         1/version  the server is new enough  at-least=150000  1.0 s
      ── step 2  Apply the baseline  T+0
      12:00:00Z T+0 +0:00     ◔ intended      2/apply  \\i baseline.sql
      12:00:05Z T+0 +0:05     ✗ failed        2/apply  \\i baseline.sql  5.0 s
                              SQLSTATE 42P07, baseline.sql:14: the database refused a statement
                                relation "shelves" already exists
      12:00:05Z T +0:05       ■ halted        2/apply failed (an activity failed, or a check did not hold)
      """
    #expect(lines(story).joined(separator: "\n") == expected)
  }

  @Test func `without a T the clock is the time of day`() throws {
    var story = Story()
    try story.open(t0: nil)
    #expect(lines(story)[1] == "10:50:00Z  · driver        process 4711")
  }

  @Test func `output, copies, observations and the intents of reads are no lines`() throws {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    try story.record(
      .attemptStarted(AttemptStarted(activity: "2/apply", attempt: 1, processID: 12)))
    #expect(last(story) == nil)
    try story.record(
      .attemptOutput(
        AttemptOutput(
          activity: "2/apply", attempt: 1, content: story.sealed("x"), offset: 0,
          stream: .output)))
    #expect(last(story) == nil)
    try story.record(
      .variableExported(
        VariableExported(activity: "2/apply", name: "A", value: story.sealed("x"))))
    #expect(last(story) == nil)
    try story.succeed("2/apply")
    try story.answer("2/1")
    try story.record(.runHalted(RunHalted(detail: "so", reason: .interrupted)))
    #expect(last(story)?.contains("■ halted        so (the driver was asked to stop)") == true)
  }

  @Test func `what people decide names them, with reasons below`() throws {
    var story = Story()
    try story.haltAtApply()
    try story.record(.runResumed(RunResumed()), epoch: nil)
    let mika = Operator(name: "mika", account: "root", host: "roji")
    let reason = story.sealed("the lock\nwas ours")
    try story.record(
      .remedyChosen(RemedyChosen(activity: "2/apply", reason: reason, remedy: "remedy/1")),
      by: mika, epoch: nil)
    #expect(
      last(story) == """
        12:00:05Z T+0 +0:05     ↻ remedy        remedy/1  select release();  for 2/apply  by mika
                                reason: the lock
                                was ours
        """)
    let command = story.sealed("rm -f \u{1B}[8mlock")
    try story.record(
      .activityAdded(
        ActivityAdded(activity: "2/do-1", command: command, reason: story.sealed("stale"))),
      by: mika, epoch: nil)
    #expect(
      last(story) == """
        12:00:05Z T+0 +0:05     + added         2/do-1  a command that the document does not have  by mika
                                  rm -f ␛[8mlock
                                reason: stale
        """)
  }

  @Test func `a check that does not hold shows what was expected and found`() throws {
    var story = Story()
    try story.open()
    try story.answer("prerequisites/1")
    story.pass(600)
    try story.intend("1/version")
    let found = story.sealed("140009\n")
    try story.record(
      .checkFailed(
        CheckFailed(
          activity: "1/version", attempt: 1, expected: "at-least=150000", found: found,
          report: .lasting(1))))
    #expect(
      last(story) == """
        11:00:00Z T-60 +0:00    ✗ does not hold  1/version  the server is new enough  1.0 s
                                expected: at-least=150000
                                found:
                                  140009
        """)
  }

  @Test func `a captured value is shown, a secret one is not`() throws {
    var story = Story()
    try story.reachApply()
    let value = story.sealed("4711\n")
    try story.record(
      .valueCaptured(ValueCaptured(activity: "2/apply", name: "rows", value: value)))
    #expect(last(story)?.hasSuffix("rows = 4711") == true)
    try story.record(.valueCaptured(ValueCaptured(activity: "2/apply", name: "token")))
    #expect(last(story)?.hasSuffix("token = (secret, not kept)") == true)
  }

  @Test func `late evidence is marked`() throws {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    try story.lead(epoch: 2)
    try story.succeed("2/apply")
    #expect(last(story)?.hasSuffix("late evidence: its lease had gone on") == true)
  }

  @Test func `a narrow terminal cuts the title, never what happened`() throws {
    var runbook = Runbook.teaHouse
    runbook.phases[0].steps[1].activities[0].text = "select 'お茶の間', a_long_name_of_a_function();"
    var story = Story(runbook)
    try story.reachApply()
    try story.intend("2/apply")
    try story.succeed("2/apply")
    let line = try #require(last(story, width: 70))
    #expect(
      line == "12:00:00Z T+0 +0:00     ✓ succeeded     2/apply  select 'お茶…  5.0 s")
    #expect(SafeText.columns(of: line) <= 70)
    let narrow = last(story, width: 20)
    #expect(narrow == "12:00:00Z T+0 +0:00     ✓ succeeded     2/apply  5.0 s")
  }

  @Test func `no text of document, target or people brings an escape along`() throws {
    let nasty = "\u{1B}[31m\u{9B}2J\u{202E}\r"
    var runbook = Runbook.teaHouse
    runbook.title = nasty
    runbook.phases[0].steps[1].title = nasty
    runbook.phases[0].steps[1].activities[0].text = nasty
    var story = Story(runbook)
    try story.haltAtApply(message: nasty)
    let by = Operator(name: nasty, account: "x", host: nasty)
    try story.record(
      .noteAdded(NoteAdded(activity: "2/apply", text: story.sealed(nasty))), by: by, epoch: nil)
    let text =
      lines(story).joined()
      + AuditReport(entries: story.entries, state: story.state, payload: story.payload).text(.plain)
    let left = text.unicodeScalars.filter {
      $0 != "\n" && ($0.properties.generalCategory == .control || $0.value == 0x202E)
    }
    #expect(left.isEmpty)
  }
}
