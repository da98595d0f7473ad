import FoundationEssentials
import TemaeCore
import TemaeReport
import Testing

// The page on the plan holds an example. With `TEMAE_UPDATE=1` in the environment it is written,
// otherwise it is compared.
@Suite("The rollback plan as people and programs read it", .serialized)
struct RollbackReportTests {
  private static let path = URL(filePath: #filePath)
    .appending(path: "../../../docs/reference/rollback-plan.md").standardized.path

  @Test(arguments: ["text", "json"])
  func `the page shows the example as it is printed`(part: String) throws {
    let report = Self.report(of: try Self.story())
    let printed = part == "text" ? report.text(.plain) : report.json()
    let example = "\n```\(part)\n\(printed)```\n\n"
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let begin = "<!-- \(part): begin -->\n"
    let start = try #require(page.firstRange(of: begin)?.upperBound)
    let end = try #require(page.firstRange(of: "<!-- \(part): end -->")?.lowerBound)
    if ProcessInfo.processInfo.environment["TEMAE_UPDATE"] == "1" {
      let updated = page[..<start] + example + page[end...]
      try String(updated).write(toFile: Self.path, atomically: true, encoding: .utf8)
    } else {
      #expect(
        page[start..<end] == example,
        "write it anew: TEMAE_UPDATE=1 swift test --filter RollbackReportTests")
    }
  }

  @Test func `what nobody measured is null, and the text says so`() throws {
    let report = Self.report(of: try Self.story())
    for key in ["pointOfNoReturn", "latestDecision", "walBytes", "rows", "verifiedAt", "lsn"] {
      #expect(report.json().contains("\"\(key)\": null"), "\(key)")
    }
    let text = report.text(.plain)
    #expect(
      text.contains(
        "latest decision     not known: nothing has measured a restore, which 3/deploy needs"))
    #expect(text.contains("nothing has verified it"))
    #expect(text.contains("not measured: --backup names the backup"))
  }

  @Test func `a document is planned without a run`() {
    let runbook = Runbook.undoable
    let text = RollbackReport(
      runbook: runbook, plan: RollbackPlan(of: runbook), at: Story.start
    ).text(.plain)
    #expect(text.contains("rollback plan  Tea shelves\nas if the whole document"))
    #expect(text.contains("when it has been done: undone by 2/undo"))
    #expect(text.contains("step 1, which has not ended; nothing verifies it"))
    #expect(!text.contains("not begun"))
  }

  @Test func `a scope says what it undoes and what it leaves`() throws {
    let story = try Self.story()
    let scopes = story.state.runbook.rollbackScopes
    let text = Self.report(of: story, scope: scopes[0]).text(.plain)
    #expect(text.contains("scope  Push  for step 2, line 20"))
    #expect(text.contains("undoes: 2/push"))
    #expect(text.contains("leaves: 3/deploy"))
    #expect(text.contains("of these came later than what it undoes: 3/deploy"))
    let whole = Self.report(of: story, scope: scopes[1]).text(.plain)
    #expect(whole.contains("what it undoes, and what it leaves, the document does not say"))
  }

  @Test func `text of the document cannot command a terminal`() {
    var runbook = Runbook.undoable
    runbook.rollbackScopes[1].title = "all\u{1B}[2J"
    runbook.phases[0].steps[2].undo = "irreversible: \u{202E}no"
    let plan = RollbackPlan(of: runbook, scope: runbook.rollbackScopes[1])
    let report = RollbackReport(runbook: runbook, plan: plan, at: Story.start)
    for text in [report.text(.plain), report.json()] {
      #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
    }
  }

  private static func report(of story: Story, scope: RollbackScope? = nil) -> RollbackReport {
    RollbackReport(
      state: story.state,
      plan: RollbackPlan(of: story.state, scope: scope), at: story.now)
  }

  /// The backup, a change that was refused once, and a deployment that failed.
  private static func story() throws -> Story {
    var story = Story(.undoable)
    try story.open()
    try story.intend("1/backup")
    story.pass(90)
    try story.succeed("1/backup")
    try story.intend("2/push")
    story.pass(5)
    try story.fail("2/push")
    try story.record(
      .runHalted(RunHalted(activity: "2/push", detail: "2/push failed", reason: .failed)))
    try story.record(.activityRetried(ActivityRetried(activity: "2/push")), epoch: nil)
    try story.record(.runResumed(RunResumed()), epoch: nil)
    try story.intend("2/push", attempt: 2)
    story.pass(5)
    try story.succeed("2/push", attempt: 2)
    try story.intend("3/deploy")
    story.pass(30)
    let message = story.sealed("exit code 1")
    try story.record(
      .attemptFailed(
        AttemptFailed(
          activity: "3/deploy", attempt: 1,
          failure: AttemptFailure(kind: .exit, mayHaveTakenEffect: true, message: message),
          report: .lasting(30))))
    return story
  }
}

extension Runbook {
  /// A backup, a change with a block of its own, a step that the backup covers, one that nobody
  /// wrote a way back for.
  fileprivate static var undoable: Runbook {
    func block(_ id: String, _ role: Role, _ text: String, line: Int, of subject: String? = nil)
      -> Activity
    {
      var block = Activity(
        id: id, kind: .shell, role: role, language: "bash", line: line, text: text,
        subject: subject)
      block.settings.timeoutSeconds = role == .rollback ? 1200 : nil
      return block
    }
    var backup = Step(
      id: "1", title: "Back up", line: 10,
      activities: [block("1/backup", .change, "./backup.sh", line: 12)])
    backup.undo = "none needed"
    let push = Step(
      id: "2", title: "Push", line: 20,
      activities: [block("2/push", .change, "./push.sh", line: 22)])
    var deploy = Step(
      id: "3", title: "Deploy", line: 30,
      activities: [block("3/deploy", .change, "./deploy.sh", line: 32)])
    deploy.undo = "covered by step 1"
    let mail = Step(
      id: "4", title: "Tell the guests", line: 40,
      activities: [block("4/mail", .change, "./mail.sh", line: 42)])
    var runbook = Runbook(title: "Tea shelves", digest: .zero)
    runbook.phases = [
      Phase(id: "1", title: "Work", line: 8, steps: [backup, push, deploy, mail])
    ]
    runbook.rollbackScopes = [
      RollbackScope(
        title: "Push", line: 20, step: "2",
        activities: [block("2/undo", .rollback, "./push.sh --back", line: 26, of: "2/push")]),
      RollbackScope(
        title: "Everything", line: 60,
        activities: [block("rollback/1", .rollback, "./restore.sh", line: 62)]),
    ]
    return runbook
  }
}
