import Synchronization
package import TemaeCore
import TemaeRunner

/// A journal in memory that keeps the promises of the real one: all or nothing, links in order,
/// stale intents refused, late facts recorded.
package final class SimulatedJournal: JournalPort {
  fileprivate struct Content {
    var entries: [Entry] = []
    var payloads: [Commitment: [UInt8]] = [:]
    var version = 0
    var appends = 0
    var calls = 0
    var fault: (append: Int, moment: SimulatedFault.Moment)?
    var isDead = false
    var fullAt: Int?
    var beforeAppend: [Int: @Sendable (SimulatedJournal) -> Void] = [:]
  }

  private let content = Mutex(Content())

  package init() {}

  // MARK: What tests do

  /// Everything that is durable.
  package var entries: [Entry] { content.withLock { $0.entries } }
  /// How many appends were asked for.
  package var appends: Int { content.withLock { $0.appends } }
  /// The bytes of every payload.
  package var payloads: [[UInt8]] { content.withLock { Array($0.payloads.values) } }

  /// Lets the append with this number (from 1) fail, and everything after it: the process is gone.
  package func fail(append: Int, _ moment: SimulatedFault.Moment) {
    content.withLock { $0.fault = (append, moment) }
  }

  /// Lets the append with this number (from 1) find the disk full; the reserve has room for the rest.
  package func fillDisk(append: Int) {
    content.withLock { $0.fullAt = append }
  }

  /// A new process opens the journal.
  package func reopen() {
    content.withLock {
      $0.fault = nil
      $0.fullAt = nil
      $0.isDead = false
      $0.beforeAppend = [:]
    }
  }

  /// Does something just before the append with this number (from 1) is decided on.
  package func before(append: Int, _ action: @escaping @Sendable (SimulatedJournal) -> Void) {
    content.withLock { $0.beforeAppend[append] = action }
  }

  /// Records as another process does, whatever a fault says.
  package func recordElsewhere(_ events: [Event], epoch: Int? = nil, by: Operator = .other) {
    content.withLock { content in
      let run = content.entries.first?.draft.run ?? ""
      for event in events {
        content.add(
          EventDraft(
            run: run, at: content.entries.last?.at ?? Instant(microseconds: 0),
            bootMicroseconds: 0, by: by, epoch: epoch,
            command: "elsewhere-\(content.entries.count)", index: 0, event: event))
      }
      content.version += 1
    }
  }

  /// Changes what is recorded, as no journal may.
  package func tamper(_ change: @Sendable (inout [Entry]) -> Void) {
    content.withLock { change(&$0.entries) }
  }

  /// Lets another terminal command something on the newest state.
  package func commandElsewhere(_ command: Command, on runbook: Runbook) {
    var state = RunState(runbook: runbook)
    do {
      for entry in entries { try state.apply(entry) }
      let now = entries.last?.at ?? Instant(microseconds: 0)
      recordElsewhere(try state.handle(command, at: now))
    } catch {
      preconditionFailure("the other terminal is refused: \(error)")
    }
  }

  // MARK: The port

  package func seal(_ bytes: [UInt8], media: String) -> SealedPayload {
    let salt = testDigest(bytes + Array(media.utf8)).bytes
    let commitment = Commitment(
      digest: testDigest(salt + bytes), length: bytes.count, media: media)
    return SealedPayload(commitment: commitment, salt: salt, bytes: bytes)
  }

  package func record(
    _ drafts: [EventDraft], payloads: [SealedPayload], condition: AppendCondition
  ) throws -> AppendResult {
    let action = try content.withLock { content in
      try content.count()
      content.appends += 1
      return content.beforeAppend[content.appends]
    }
    action?(self)
    return try content.withLock { content in
      if content.fullAt == content.appends { return .full }
      let fault = content.fault
      let isFault = fault.map { $0.append == content.appends } ?? false
      if isFault { content.isDead = true }
      guard !content.isDead || (isFault && fault?.moment == .after) else { throw SimulatedFault() }
      let result = content.append(drafts, payloads, condition)
      if isFault { throw SimulatedFault() }
      return result
    }
  }

  package func entries(run: String, after position: Int) throws -> [Entry] {
    try content.withLock { content in
      try content.count()
      if content.isDead { throw SimulatedFault() }
      return content.entries.filter { $0.draft.run == run && $0.position > position }
    }
  }

  package func payload(_ commitment: Commitment) throws -> [UInt8]? {
    content.withLock { $0.payloads[commitment] }
  }

  package func leaf(of entry: Entry) -> Digest { testDigest(entry.body) }

  package func attemptDirectory(run: String, activity: String, attempt: Int, epoch: Int) -> String {
    "attempts/\(run)/\(activity)-\(attempt).\(epoch)"
  }

  package func dataVersion() throws -> Int {
    try content.withLock { content in
      try content.count()
      if content.isDead { throw SimulatedFault() }
      return content.version
    }
  }
}

extension SimulatedJournal.Content {
  fileprivate mutating func count() throws {
    calls += 1
    if calls > EndlessDriver.mostCalls { throw EndlessDriver() }
  }

  fileprivate mutating func append(
    _ drafts: [EventDraft], _ sealed: [SealedPayload], _ condition: AppendCondition
  ) -> AppendResult {
    let newest =
      entries.compactMap { entry in
        if case .leaseTaken = entry.event { entry.draft.epoch } else { nil }
      }.max() ?? 0
    let position = entries.last?.position ?? 0
    switch condition {
    case .facts: break
    case .intents(let epoch, let expected):
      if epoch != newest { return .fenced(epoch: newest) }
      if expected != position { return .conflict(position: position) }
    case .command(let expected):
      if expected != position { return .conflict(position: position) }
    }
    for payload in sealed { payloads[payload.commitment] = payload.bytes }
    for draft in drafts { add(draft) }
    return .recorded(Array(entries.suffix(drafts.count)))
  }

  fileprivate mutating func add(_ draft: EventDraft) {
    entries.append(
      Entry(
        sequence: entries.count + 1, position: entries.count + 1,
        previous: entries.last.map { testDigest($0.body) } ?? .zero, draft: draft))
  }
}

extension Operator {
  /// Somebody at another terminal.
  package static let other = Operator(name: "Ren", account: "ren", host: "garden")
}
