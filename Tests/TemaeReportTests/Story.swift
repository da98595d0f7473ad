import TemaeCore

/// A run that a test tells event by event: the entries, the state after them, and the payloads.
struct Story {
  private(set) var state: RunState
  private(set) var entries: [Entry] = []
  private var payloads: [Commitment: [UInt8]] = [:]
  private(set) var now: Instant
  private var boot = 0

  /// T of every story: 2026-01-31 12:00:00Z.
  static let start = Instant(microseconds: 1_769_860_800_000_000)
  static let driver = Operator(name: "hana", account: "hana", host: "mizuya")

  init(_ runbook: Runbook = .teaHouse) {
    state = RunState(runbook: runbook)
    now = Self.start.advanced(bySeconds: -4200)
  }

  /// What payloads hold, as a report asks for it.
  var payload: (Commitment) -> [UInt8]? {
    { [payloads] commitment in payloads[commitment] }
  }

  /// Keeps a text, and gives what an event says of it.
  mutating func sealed(_ text: String) -> Commitment {
    let number = payloads.count + 1
    let digest = Digest(
      bytes: [UInt8(number % 256), UInt8(7 + number / 256)] + [UInt8](repeating: 7, count: 30))
    let commitment = Commitment(
      digest: digest ?? .zero, length: text.utf8.count, media: "text/plain")
    payloads[commitment] = Array(text.utf8)
    return commitment
  }

  /// Has a payload hold other bytes.
  mutating func replace(_ commitment: Commitment, with bytes: [UInt8]) {
    payloads[commitment] = bytes
  }

  /// An attempt prints something.
  mutating func print(_ text: String, of activity: String, attempt: Int = 1) throws {
    try record(
      .attemptOutput(
        AttemptOutput(
          activity: activity, attempt: attempt, content: sealed(text), offset: 0, stream: .output)))
  }

  /// Lets a payload be erased.
  mutating func erase(_ commitment: Commitment) { payloads[commitment] = nil }

  /// Lets time pass, in seconds.
  mutating func pass(_ seconds: Int) {
    now = now.advanced(bySeconds: seconds)
    boot += seconds * 1_000_000
  }

  /// Lets somebody set the wall clock.
  mutating func stepWallClock(seconds: Int) { now = now.advanced(bySeconds: seconds) }

  /// Records an event of the driver, or, without an epoch, of a person.
  @discardableResult
  mutating func record(
    _ event: Event, by: Operator = Story.driver, epoch: Int? = 1
  ) throws -> Entry {
    let draft = EventDraft(
      run: "0190-run", at: now, bootMicroseconds: boot, by: by, epoch: epoch, command: "c",
      index: 0,
      event: event)
    let place = entries.count + 1
    let entry = Entry(sequence: place, position: place, previous: .zero, draft: draft)
    try state.apply(entry)
    entries.append(entry)
    return entry
  }

  /// Opens the run and takes its first lease.
  mutating func open(
    t0: Instant? = Story.start, minuteMicroseconds: Int = 60_000_000, honoursSchedule: Bool = true
  ) throws {
    let runbook = state.runbook
    try record(
      .runOpened(
        RunOpened(
          acceptance: .annotated, compiled: sealed("{}"), digest: runbook.digest,
          directory: "/srv/tea", document: "runbook.md", files: [], format: 1,
          minuteMicroseconds: minuteMicroseconds, name: "tea-house-1", parameters: [],
          source: sealed("# Tea"), t0: t0, targets: [], title: runbook.title, tool: "0.1.0")),
      epoch: nil)
    try lead(epoch: 1, honoursSchedule: honoursSchedule)
  }

  mutating func lead(epoch: Int, honoursSchedule: Bool = true) throws {
    try record(
      .leaseTaken(
        LeaseTaken(
          boot: "b", honoursSchedule: honoursSchedule, machine: "m", processID: 4711,
          startTicks: "9", takesOver: epoch > 1 ? epoch - 1 : nil)),
      epoch: epoch)
  }

  /// Answers an item as a person.
  mutating func answer(_ activity: String, _ answer: ItemAnswer = .yes, note: String? = nil) throws
  {
    let note = note.map { sealed($0) }
    try record(
      .itemAnswered(ItemAnswered(activity: activity, answer: answer, note: note)), epoch: nil)
  }

  @discardableResult
  mutating func intend(_ activity: String, attempt: Int = 1, epoch: Int = 1) throws -> Entry {
    try record(
      .attemptIntended(
        AttemptIntended(
          activity: activity, attempt: attempt, directory: "attempts/\(attempt)", environment: [],
          source: .zero)),
      epoch: epoch)
  }

  @discardableResult
  mutating func succeed(_ activity: String, attempt: Int = 1, seconds: Int = 5) throws -> Entry {
    try record(
      .attemptSucceeded(
        AttemptSucceeded(activity: activity, attempt: attempt, report: .lasting(seconds))))
  }

  @discardableResult
  mutating func fail(
    _ activity: String, attempt: Int = 1, seconds: Int = 5, message: String = "no"
  ) throws -> Entry {
    try record(
      .attemptFailed(
        AttemptFailed(
          activity: activity, attempt: attempt,
          failure: AttemptFailure(
            file: "baseline.sql", kind: .refused, line: 14, mayHaveTakenEffect: false,
            message: sealed(message), state: "42P07"),
          report: .lasting(seconds))))
  }

  /// A check of the example, intended and passed at once.
  mutating func pass(check activity: String) throws {
    try intend(activity)
    try record(
      .checkPassed(
        CheckPassed(
          activity: activity, attempt: 1, expected: "at-least=150000", report: .lasting(1))))
  }

  /// Opened, prerequisites answered, step 1 done; the run stands before `2/apply` at T.
  mutating func reachApply() throws {
    try open()
    pass(60)
    try answer("prerequisites/1")
    pass(540)
    try pass(check: "1/version")
    pass(3600)
  }

  /// `2/apply` failed, and the run halted.
  mutating func haltAtApply(message: String = "relation \"shelves\" already exists") throws {
    try reachApply()
    try intend("2/apply")
    pass(5)
    try fail("2/apply", message: message)
    try record(
      .runHalted(RunHalted(activity: "2/apply", detail: "2/apply failed", reason: .failed)))
  }
}

extension AttemptReport {
  static func lasting(_ seconds: Int) -> AttemptReport {
    AttemptReport(durationMicroseconds: seconds * 1_000_000)
  }
}

extension Runbook {
  /// Two steps, an item before and one after them, a remedy, and one of everything else.
  static var teaHouse: Runbook {
    var runbook = Runbook(title: "Tea house", digest: .zero)
    runbook.isAnnotated = true
    runbook.settings.databases = [DatabaseReference(key: "prod", variable: "TEA_URL", line: 3)]
    runbook.settings.secrets = ["TEA_TOKEN"]
    runbook.prerequisites = [
      Checklist(
        title: "People", line: 8,
        activities: [
          Activity(
            id: "prerequisites/1", kind: .manual, role: .item, line: 10, text: "Both are here")
        ])
    ]
    runbook.timeline = [TimelineMark(offset: -60, title: "Check", line: 14)]
    runbook.phases = [
      Phase(id: "1", title: "Work", from: -60, to: 0, line: 18, steps: [check, apply])
    ]
    runbook.successCriteria = [
      Checklist(
        title: "Accepted", line: 70,
        activities: [
          Activity(id: "success/1", kind: .manual, role: .item, line: 72, text: "Guests are glad")
        ])
    ]
    runbook.remedies = [
      Remedy(
        title: "The lock is held", line: 50, step: "2",
        activities: [
          Activity(
            id: "remedy/1", kind: .sql, role: .remedy, language: "sql", line: 52,
            text: "select release();")
        ])
    ]
    runbook.rollbackScopes = [RollbackScope(title: "Restore all", line: 60)]
    runbook.followUps = [FollowUp(title: "Drop the old tables", afterMinutes: 1440, line: 80)]
    runbook.announcements = [
      Announcement(text: "Doors are closed", section: "Guests", everyMinutes: 30, line: 84)
    ]
    runbook.readings = [
      Reading(line: 20, source: "Step 1", meaning: "step", rule: "rung a")
    ]
    runbook.notRun = [UnrunBlock(line: 90, language: "text", reason: "an example")]
    return runbook
  }

  private static var check: Step {
    var version = Activity(
      id: "1/version", kind: .sql, role: .check, language: "sql", line: 22,
      text: "-- the server is new enough\nselect 1;")
    version.settings.database = "prod"
    version.settings.comparison = Comparison(kind: .atLeast, operand: "150000")
    var step = Step(
      id: "1", title: "Environment check", offset: -60, line: 20, activities: [version])
    step.budgetSeconds = 600
    return step
  }

  private static var apply: Step {
    var step = Step(
      id: "2", title: "Apply the baseline", offset: 0, line: 38,
      activities: [
        Activity(
          id: "2/apply", kind: .sql, role: .change, language: "sql", line: 40,
          text: "\\i baseline.sql"),
        Activity(id: "2/1", kind: .manual, role: .item, line: 44, text: "Looked at the counts"),
      ])
    step.needs = ["1"]
    return step
  }
}
