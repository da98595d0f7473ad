import Crypto
import FoundationEssentials
import TemaeCore
import TemaeJournal
import TestSupport

/// A run whose blocks print, fail, are tried again with a person's word, and succeed in the end.
struct BenchmarkRun {
  private static let steps = 10
  private static let blocksOfStep = 4
  private static let batch = 1000
  private static let person = Operator(name: "mika", account: "mika", host: "roji")
  private static let driver = Operator(name: "hana", account: "hana", host: "mizuya")

  private let journal: Journal
  private let number: Int
  private let run: String
  private var state: RunState
  private var now: Instant
  private var drafts: [EventDraft] = []
  private var payloads: [SealedPayload] = []
  private var position = 0

  /// The run with this number, from 1.
  init(number: Int, in journal: Journal) {
    self.journal = journal
    self.number = number
    let digits = String(number, radix: 16)
    run = "01985d00-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    let steps = (1...Self.steps).map { step in
      Step.sample(
        "\(step)",
        (1...Self.blocksOfStep).map { .shell("\(step)/block-\($0)", .change, "move --part \($0)") })
    }
    state = RunState(runbook: .sample(steps))
    now = Instant(microseconds: 1_769_860_800_000_000 + number * 86_400_000_000)
  }

  /// Writes so many events, at least three.
  mutating func write(_ count: Int) throws {
    try open()
    let blocks = state.runbook.steps.flatMap(\.activities).map(\.id)
    for (index, block) in blocks.enumerated() {
      // Its share of the events: bad attempts, and a good one at the end.
      let end = count * (index + 1) / blocks.count
      var attempt = 0
      while position + 11 <= end {
        attempt += 1
        try begin(block, attempt)
        try fail(block, attempt)
      }
      guard position + 5 <= end else { continue }
      try begin(block, attempt + 1)
      try add(
        .attemptSucceeded(AttemptSucceeded(activity: block, attempt: attempt + 1, report: .sample)))
    }
    while position < count { try add(.noteAdded(NoteAdded(text: seal("nothing else")))) }
    try flush()
  }

  private mutating func open() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var opened = RunOpened.sample(state.runbook)
    opened.compiled = seal(Array(try encoder.encode(state.runbook)))
    opened.source = seal("# A long night\n")
    opened.name = "night-\(number)"
    try add(.runOpened(opened), epoch: nil, by: Self.person)
    try flush()
    try add(.leaseTaken(.sample(false)))
    try flush()
  }

  private mutating func begin(_ block: String, _ attempt: Int) throws {
    try add(.attemptIntended(.sample(block, attempt: attempt)))
    try add(
      .attemptStarted(AttemptStarted(activity: block, attempt: attempt, processID: 4711)))
    for piece in 0..<2 {
      let place = "\(block): part \(piece) of attempt \(attempt)"
      let text = "\(place): 12000 rows moved, 11 to go, 42 ms\n"
      try add(
        .attemptOutput(
          AttemptOutput(
            activity: block, attempt: attempt, content: seal(text), offset: piece * 80,
            stream: .output)))
    }
  }

  private mutating func fail(_ block: String, _ attempt: Int) throws {
    let failure = AttemptFailure(
      kind: .exit, mayHaveTakenEffect: true, message: seal("exit code 1: the other side hung up"))
    try add(
      .attemptFailed(
        AttemptFailed(activity: block, attempt: attempt, failure: failure, report: .sample)))
    try add(
      .activityRetried(ActivityRetried(activity: block, reason: seal("it hung up before"))),
      epoch: nil, by: Self.person)
  }

  private mutating func seal(_ text: String) -> Commitment { seal(Array(text.utf8)) }

  private mutating func seal(_ bytes: [UInt8]) -> Commitment {
    let payload = journal.seal(bytes, media: "text/plain")
    payloads.append(payload)
    return payload.commitment
  }

  private mutating func add(
    _ event: Event, epoch: Int? = 1, by: Operator = BenchmarkRun.driver
  ) throws {
    now = now.advanced(byMicroseconds: 250_000)
    let isMarked = drafts.isEmpty && position > 0
    let digest = isMarked ? state.digest(Self.hash) : nil
    drafts.append(
      EventDraft(
        run: run, at: now, bootMicroseconds: position * 250_000, by: by, epoch: epoch,
        command: "\(run)-\(position - drafts.count)", index: drafts.count,
        cause: nil, state: digest, event: event))
    position += 1
    if drafts.count == Self.batch { try flush() }
  }

  private mutating func flush() throws {
    guard !drafts.isEmpty else { return }
    let isFirst = position == drafts.count
    let entries = try journal.append(
      drafts, payloads: payloads, condition: isFirst ? .command(position: 0) : .facts(epoch: 1))
    for entry in entries { try state.apply(entry) }
    drafts = []
    payloads = []
  }

  private static func hash(_ bytes: [UInt8]) -> TemaeCore.Digest {
    TemaeCore.Digest(bytes: Array(SHA256.hash(data: bytes))) ?? .zero
  }
}
