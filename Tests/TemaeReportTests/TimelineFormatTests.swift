import Foundation
import FoundationXML
import TemaeCore
import TemaeReport
import Testing

/// The same timeline in every format, and what hostile names and times do to it.
struct TimelineFormatTests {
  private static let hostile =
    "</text><script>alert(1)</script> & \"x\" 'y' \u{1B}[31m \u{202E}abc\u{2028}\u{0}\u{FFFE}: ;#%%"

  /// The driver is killed while `2/apply` is at work; 90 s later another one goes on.
  private func crashed() throws -> Story {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    story.pass(30)
    try story.record(
      .attemptOutput(
        AttemptOutput(
          activity: "2/apply", attempt: 1, content: story.sealed("half"), offset: 0,
          stream: .output)))
    story.pass(90)
    try story.record(
      .leaseTaken(
        LeaseTaken(
          boot: "b", honoursSchedule: true, machine: "m", processID: 815, startTicks: "9",
          takesOver: 1)),
      by: Operator(name: "ken", account: "ken", host: "mizuya"), epoch: 2)
    return story
  }

  private func report(_ story: Story) -> TimelineReport {
    TimelineReport(state: story.state, entries: story.entries, at: story.now)
  }

  @Test func `the gap after a crash is seen and named`() throws {
    let story = try crashed()
    let text = report(story).text(.plain)
    #expect(
      text.contains(
        """
        when it did not go on
          ✕ crash  12:00:30Z to 12:02:00Z  1 min 30 s  events 7 to 8
              the driver of epoch 1 recorded nothing after event 7 and was gone; ken
              went on with epoch 2, process 815

        """), "\(text)")
    #expect(text.contains("\n✕ crash                    "), "\(text)")
    #expect(report(story).html().contains(">1 min 30 s</td>"))
    #expect(report(story).mermaid().contains("  crash, 1 min 30 s :crit, 2026-01-31T12:00:30.000,"))
    let object = try dictionary(report(story).json())
    let gaps = try #require(object["interruptions"] as? [[String: Any]])
    #expect(gaps.map { $0["kind"] as? String } == ["crash"])
    #expect(gaps.first?["durationMicroseconds"] as? Int == 90_000_000)
  }

  @Test func `a driver that let go, a halt and a pause are told apart from a crash`() throws {
    var story = Story()
    try story.haltAtApply()
    try story.record(.leaseReleased(LeaseReleased()))
    story.pass(300)
    try story.lead(epoch: 2)
    story.pass(10)
    try story.record(.runResumed(RunResumed()), epoch: nil)
    try story.record(.runPaused(RunPaused()), epoch: nil)
    story.pass(60)
    let text = report(story).text(.plain)
    #expect(text.contains("  ■ halted  12:00:05Z to 12:05:15Z  5 min 10 s"), "\(text)")
    #expect(text.contains("  ∅ undriven  12:00:05Z to 12:05:05Z  5 min  events"), "\(text)")
    #expect(text.contains("  ‖ paused  12:05:15Z and still does  1 min  since event"), "\(text)")
    #expect(text.contains("paused by hana"))
    #expect(!text.contains("crash"))
  }

  /// The law: `forecast(step) = max(forecast of the step before, its fixed mark) + budget`.
  @Test(arguments: [(0, "11:10:00Z"), (300, "11:10:00Z"), (1200, "11:20:00Z")])
  func `what is left begins after what precedes it, and not before its mark`(
    wait: Int, end: String
  ) throws {
    var story = Story()
    try story.open()
    story.pass(wait)
    try story.answer("prerequisites/1")
    let text = report(story).text(.plain)
    let begin = wait == 1200 ? "11:10:00Z" : "11:00:00Z"
    #expect(text.contains("forecast \(begin) to \(end)"), "\(text)")
    #expect(text.contains("forecast 12:00:00Z to 12:00:00Z"))
    #expect(text.contains("  forecast: ends 12:00:00Z at the earliest\n"))
    #expect(text.contains("  no budget: 2, success: counted as no time\n"))
    #expect(text.contains("  the end depends on: 2 → success\n"))
  }

  @Test func `a stage that holds up the end is on the chain, one that waited is not`() throws {
    var story = Story()
    try story.open()
    story.pass(4500)
    try story.answer("prerequisites/1")
    let object = try dictionary(report(story).json())
    let forecast = try #require(object["forecast"] as? [String: Any])
    // Twelve minutes and more behind: even T waits for what should have been over long before.
    #expect(forecast["criticalChain"] as? [String] == ["prerequisites", "1", "2", "success"])
    #expect(forecast["endsAt"] as? String == "2026-01-31T12:15:00.000000Z")
    #expect(forecast["slackMicroseconds"] as? Int == -900_000_000)
    #expect(forecast["latestRollbackDecision"] is NSNull)
  }

  @Test(arguments: [40, 60, 80, 132])
  func `no line of the text is wider than it may be`(width: Int) throws {
    var story = try crashed()
    try story.record(
      .noteAdded(NoteAdded(text: story.sealed(Self.hostile))), epoch: nil)
    let text = report(story).text(TextStyle(colors: false, width: width))
    let widest = text.split(separator: "\n").map { SafeText.columns(of: String($0)) }.max() ?? 0
    #expect(widest <= width)
    #expect(text.contains("█"))
  }

  @Test func `names cannot be markup, and controls stay visible`() throws {
    var runbook = Runbook.teaHouse
    runbook.title = Self.hostile
    runbook.phases[0].title = Self.hostile
    runbook.phases[0].steps[0].title = Self.hostile
    runbook.prerequisites[0].activities[0].text = Self.hostile
    var story = Story(runbook)
    try story.open()
    story.pass(60)
    try story.record(
      .runPaused(RunPaused()), by: Operator(name: Self.hostile, account: "x", host: "y"), epoch: nil
    )
    for markup in [report(story).html(), report(story).svg()] {
      try #expect(Self.elements(in: markup).contains("script") == false)
      #expect(!markup.contains("<script"))
      #expect(markup.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
      #expect(!markup.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{2028}" })
      #expect(markup.contains("⟨U+202E⟩abc"))
    }
    let chart = report(story).mermaid().split(separator: "\n").dropFirst(5)
    #expect(chart.count > 5)
    for line in chart where !line.hasPrefix("  section") {
      // One before the tags, and those of two instants, or of the one of a milestone.
      let colons = line.contains(":milestone") ? 3 : 5
      #expect(line.count { $0 == ":" } == colons, "\(line)")
    }
    #expect(!chart.contains { $0.contains("#") || $0.contains(";") || $0.contains("%%") })
  }

  @Test func `the page is well-formed, has no script, and its table says what the picture says`()
    throws
  {
    let story = try crashed()
    let page = report(story).html()
    let elements = try Self.elements(in: page)
    #expect(Set(["svg", "table", "caption", "style", "h1"]).isSubset(of: Set(elements)))
    #expect(Set(["script", "link", "img", "iframe", "object"]).isDisjoint(with: Set(elements)))
    #expect(page.contains("default-src 'none'"))
    #expect(page.contains("prefers-color-scheme: dark"))
    #expect(page.contains("@media print"))
    // What stands beside each bar stands in the table, too.
    let object = try dictionary(report(story).json())
    let stages = try #require(object["stages"] as? [[String: Any]])
    for stage in stages where stage["durationMicroseconds"] is Int {
      let title = try #require(stage["title"] as? String)
      #expect(page.components(separatedBy: title).count > 2, "\(title)")
    }
    #expect(page.components(separatedBy: "✓ succeeded  1.0 s</text>").count == 2)
    #expect(page.components(separatedBy: ">1.0 s</td>").count == 2)
    _ = try Self.elements(in: report(story).svg())
  }

  @Test func `a run of no length, and clocks that go backwards, are drawn all the same`() throws {
    var short = Story()
    try short.open(t0: nil)
    try short.record(.runAborted(RunAborted(reason: short.sealed("no"))), epoch: nil)
    var backwards = try crashed()
    backwards.stepWallClock(seconds: -7200)
    try backwards.succeed("2/apply")
    for story in [short, backwards] {
      let early = story.now.advanced(bySeconds: -90_000)
      let report = TimelineReport(state: story.state, entries: story.entries, at: early)
      _ = try Self.elements(in: report.html())
      #expect(!report.svg().contains("width=\"-"))
      let negative = try Regex("(^| )-[0-9]")
      #expect(!report.text(.plain).contains(negative), "\(report.text(.plain))")
      #expect(report.mermaid().hasPrefix("gantt\n"))
    }
  }

  @Test func `a rollback can be decided on as long as the limits of its blocks fit the plan`()
    throws
  {
    let story = try applied(limitSeconds: 600)
    let text = report(story).text(.plain)
    #expect(
      text.contains(
        "  rollback: can be decided on until 11:50:00Z: its blocks may take 10 min, by"),
      "\(text)")
    let object = try dictionary(report(story).json())
    let forecast = try #require(object["forecast"] as? [String: Any])
    #expect(forecast["latestRollbackDecision"] as? String == "2026-01-31T11:50:00.000000Z")
    let plan = RollbackReport(
      state: story.state, plan: RollbackPlan(of: story.state), at: story.now)
    #expect(
      plan.text(.plain).contains("latest decision     2026-01-31 11:50:00Z, by the blocks' limits"))
    #expect(plan.json().contains("\"latestDecision\": \"2026-01-31T11:50:00.000000Z\""))
    // It would have to begin before the change itself.
    let late = try applied(limitSeconds: 4300)
    #expect(report(late).text(.plain).contains("could be decided on until 10:48:20Z"))
  }

  @Test func `a way back is a stage of its own, and what is left is foreseen no more`() throws {
    var story = try applied(limitSeconds: 600)
    try story.record(.runHalted(RunHalted(detail: "enough", reason: .interrupted)))
    story.pass(30)
    try story.record(
      .rollbackStarted(RollbackStarted(keepsGoing: false, reason: story.sealed("too slow"))),
      epoch: nil)
    try story.record(
      .rollbackPlanned(RollbackPlanned(compensated: 1, left: 0, plan: story.sealed("{}"))))
    let undo = try #require(story.state.compensations.first?.id)
    try story.intend(undo)
    story.pass(20)
    #expect(said(story).contains("rollback: under way since 10:51:30Z"))
    try story.succeed(undo, seconds: 20)
    try story.record(.rollbackCompleted(RollbackCompleted(differing: 0, left: 0)))
    let text = said(story)
    #expect(text.contains("Rollback ↶ rolled back began 10:51:30Z ended 10:51:50Z took 20 s"))
    #expect(text.contains("work 20 s ✓ succeeded \(undo) 20 s"), "\(text)")
    #expect(!text.contains("forecast"))
    #expect(!text.contains("still does"), "the rollback ends the halt")
    #expect(!text.contains("under way"))
    let object = try dictionary(report(story).json())
    let stages = try #require(object["stages"] as? [[String: Any]])
    #expect(stages.last?["id"] as? String == "rollback")
    #expect((stages.last?["activities"] as? [[String: Any]])?.count == 1)
    #expect(report(story).mermaid().contains("  section Rollback\n"))
    #expect(try !Self.elements(in: report(story).html()).isEmpty)
  }

  @Test func `where nothing tells how long a rollback takes, that is said`() throws {
    #expect(try said(applied(limitSeconds: nil)).contains("not all its blocks have limits"))
    var story = Story()
    try story.open()
    #expect(said(story).contains("rollback: nothing that took effect has to be undone"))
    try story.intend("2/apply")
    try story.succeed("2/apply")
    #expect(said(story).contains("not known: 2/apply has no way back that temae could carry out"))
    var unsettled = Story()
    try unsettled.open()
    try unsettled.intend("2/apply")
    try unsettled.record(
      .attemptLost(AttemptLost(activity: "2/apply", attempt: 1, evidence: "no exit record")))
    #expect(said(unsettled).contains("not known: the outcome of 2/apply is unknown"))
  }

  /// The text with its lines made one.
  private func said(_ story: Story) -> String {
    report(story).text(.plain).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// `2/apply` took effect a minute after the opening, and the document says how to undo it.
  private func applied(limitSeconds: Int?) throws -> Story {
    var runbook = Runbook.teaHouse
    var undo = Activity(
      id: "2/undo", kind: .sql, role: .rollback, language: "sql", line: 42,
      text: "drop table shelves;", subject: "2/apply")
    undo.settings.timeoutSeconds = limitSeconds
    runbook.rollbackScopes = [
      RollbackScope(title: "Apply the baseline", line: 38, step: "2", activities: [undo])
    ]
    var story = Story(runbook)
    try story.open()
    story.pass(60)
    try story.intend("2/apply")
    try story.succeed("2/apply")
    return story
  }

  /// Where each entry costs more the more there are, ten times as many take a hundred times as long.
  @Test func `many entries are drawn in time that grows with them`() throws {
    let small = try Self.cost(of: Self.long(attempts: 50))
    let large = try Self.cost(of: Self.long(attempts: 500))
    #expect(large < small * 30, "\(small) for 50 attempts, \(large) for 500")
  }

  /// Each of fifty activities is tried so often that all attempts are as many as asked for.
  private static func long(attempts: Int) throws -> Story {
    var runbook = Runbook.teaHouse
    runbook.phases[0].steps = (1...50).map { number in
      let activity = Activity(
        id: "\(number)/work", kind: .shell, role: .change, language: "bash", line: number,
        text: "true")
      return Step(
        id: "\(number)", title: "Step \(number)", offset: number - 50, line: number,
        activities: [activity])
    }
    var story = Story(runbook)
    try story.open()
    try story.answer("prerequisites/1")
    for step in runbook.steps {
      for attempt in 1..<attempts / 50 {
        try story.intend("\(step.id)/work", attempt: attempt)
        story.pass(1)
        try story.fail("\(step.id)/work", attempt: attempt, seconds: 1)
        try story.record(
          .activityRetried(
            ActivityRetried(activity: "\(step.id)/work")), epoch: nil)
      }
      try story.intend("\(step.id)/work", attempt: attempts / 50)
      story.pass(1)
      try story.succeed("\(step.id)/work", attempt: attempts / 50, seconds: 1)
    }
    return story
  }

  /// The processor's time that a page takes, so that other tests beside it do not count.
  private static func cost(of story: Story) throws -> Duration {
    let before = clock(CLOCK_THREAD_CPUTIME_ID)
    let page = TimelineReport(state: story.state, entries: story.entries, at: story.now).html()
    let after = clock(CLOCK_THREAD_CPUTIME_ID)
    try #require(page.hasSuffix("</html>\n"))
    return after - before
  }

  private static func clock(_ identifier: clockid_t) -> Duration {
    var time = timespec()
    unsafe clock_gettime(identifier, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  @Test func `the same entries give the same bytes`() throws {
    let (one, other) = (report(try crashed()), report(try crashed()))
    #expect(one.html() == other.html())
    #expect(one.svg() == other.svg())
    #expect(one.json() == other.json())
  }

  /// The names of all elements, as a parser that is not ours reads them; it stops at the first fault.
  static func elements(in markup: String) throws -> [String] {
    let collector = ElementCollector()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = collector
    let isWhole = parser.parse()
    try #require(isWhole, "\(String(describing: parser.parserError)), line \(parser.lineNumber)")
    return collector.names
  }
}

/// Notes the names of the elements that a parser finds.
private final class ElementCollector: NSObject, XMLParserDelegate {
  var names: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    names.append(name)
  }
}
