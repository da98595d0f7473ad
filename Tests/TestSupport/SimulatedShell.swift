import Synchronization
package import TemaeCore
import TemaeRunner

/// Commands without a shell: a test says what each one prints and how it ends.
///
/// It keeps what the world would keep when the driver dies, and notices what a driver must never do:
/// start a command whose intent is not durable, or start one twice.
package final class SimulatedShell: ShellPort {
  /// How a command behaves.
  package struct Behaviour: Sendable {
    /// What it prints.
    package var output: [UInt8] = [], error: [UInt8] = []
    /// How it ends.
    package var status = ShellEnd.Status.exited(0)
    /// What it exports.
    package var exported: [EnvironmentVariable] = []
    /// Whether it goes on until it is released or cancelled.
    package var isHeld = false
    /// Whether processes of it live on until they are cancelled.
    package var leavesDescendants = false
    /// Whether it cannot be started at all.
    package var isUnstartable = false
    /// Which bytes of its output are not kept.
    package var dropped = 0..<0

    package init() {}

    /// Prints a text and exits.
    package static func exits(_ code: Int = 0, _ output: String = "") -> Behaviour {
      var behaviour = Behaviour()
      behaviour.output = Array(output.utf8)
      behaviour.status = .exited(code)
      return behaviour
    }

    /// Goes on until it is released or cancelled.
    package static let held: Behaviour = {
      var behaviour = Behaviour()
      behaviour.isHeld = true
      return behaviour
    }()
  }

  private struct Attempt {
    var order: ShellOrder
    var leaf: Digest?
    var behaviour = Behaviour()
    var isStarted = false
    var isEnded = false
    var isVoid = false
    var isCancelled = false
    var evidence: ShellEvidence?
  }

  private struct Content {
    var attempts: [String: Attempt] = [:]
    var started: [ShellOrder] = []
    var violations: [String] = []
    var dieAfterStart = false
  }

  private let journal: SimulatedJournal
  private let clock: SimulatedClock
  private let behave: @Sendable (ShellOrder) -> Behaviour
  private let content = Mutex(Content())

  package init(
    journal: SimulatedJournal, clock: SimulatedClock,
    behave: @escaping @Sendable (ShellOrder) -> Behaviour
  ) {
    self.journal = journal
    self.clock = clock
    self.behave = behave
  }

  // MARK: What tests look at and do

  /// The orders of the commands that were started, in order.
  package var started: [ShellOrder] { content.withLock { $0.started } }
  /// What a driver did that it must never do.
  package var violations: [String] { content.withLock { $0.violations } }
  /// Directories that have not been removed.
  package var directories: [String] { content.withLock { $0.attempts.keys.sorted() } }

  /// Lets a held command end as its behaviour says.
  package func release(_ activity: String) {
    content.withLock { content in
      for key in content.attempts.keys where key.contains("/\(activity)-") {
        content.attempts[key]?.behaviour.isHeld = false
      }
    }
  }

  /// Says what the records of an activity's attempts will tell.
  package func setEvidence(_ evidence: ShellEvidence, of activity: String) {
    content.withLock { content in
      for key in content.attempts.keys where key.contains("/\(activity)-") {
        content.attempts[key]?.evidence = evidence
      }
    }
  }

  /// The machine starts again: what was at work is gone, and left a record of another boot.
  package func restartMachine() {
    content.withLock { content in
      for (key, attempt) in content.attempts where attempt.isStarted && attempt.behaviour.isHeld {
        content.attempts[key]?.behaviour.isHeld = false
        content.attempts[key]?.behaviour.status = .lost("the machine was started again")
      }
    }
  }

  /// Somebody deletes the directory of an attempt.
  package func delete(_ directory: String) {
    content.withLock { $0.attempts[directory] = nil }
  }

  // MARK: The port

  package func prepare(_ order: ShellOrder) throws -> PreparedShell {
    content.withLock { content in
      if content.attempts[order.directory] != nil {
        content.violations.append("\(order.directory) is prepared twice")
      }
      content.attempts[order.directory] = Attempt(order: order)
    }
    return PreparedShell(order: order, lockDescriptor: -1)
  }

  package func start(_ prepared: PreparedShell, leaf: Digest) throws -> RunningShell {
    let order = prepared.order
    let behaviour = behave(order)
    let isIntended = journal.entries.contains { entry in
      guard case .attemptIntended(let intent) = entry.event, let directory = intent.directory else {
        return false
      }
      return order.directory.hasSuffix(directory) && journal.leaf(of: entry) == leaf
    }
    return try content.withLock { content in
      guard var attempt = content.attempts[order.directory], !attempt.isVoid,
        !behaviour.isUnstartable
      else { throw SimulatedFault() }
      if !isIntended { content.violations.append("\(order.directory) starts without its intent") }
      if attempt.isStarted { content.violations.append("\(order.directory) starts twice") }
      attempt.leaf = leaf
      attempt.behaviour = behaviour
      attempt.isStarted = true
      attempt.isEnded = !behaviour.isHeld
      content.attempts[order.directory] = attempt
      content.started.append(order)
      return RunningShell(directory: order.directory, leaf: leaf, supervisorID: 100)
    }
  }

  package func abandon(_ prepared: PreparedShell) {
    content.withLock { $0.attempts[prepared.order.directory] = nil }
  }

  package func follow(
    _ running: RunningShell, fromOutput: Int, fromError: Int,
    onOutput: @escaping @Sendable (OutputStream, [UInt8], _ offset: Int) -> Void
  ) async -> ShellEnd {
    let printed = content.withLock { $0.attempts[running.directory]?.behaviour }
    for (stream, bytes) in [(OutputStream.output, printed?.output), (.error, printed?.error)] {
      // In small pieces, so that a secret arrives in two.
      for (offset, byte) in (bytes ?? []).prefix(4096).enumerated() {
        onOutput(stream, [byte], offset)
      }
    }
    while !Task.isCancelled {
      if let end = end(of: running.directory) { return end }
      await clock.sleep(milliseconds: 20)
    }
    return ShellEnd(status: .lost("the follower was told to stop"), durationMicroseconds: 0)
  }

  private func end(of directory: String) -> ShellEnd? {
    content.withLock { content in
      guard let attempt = content.attempts[directory], attempt.isStarted else {
        return ShellEnd(status: .lost("there is no such attempt"), durationMicroseconds: 0)
      }
      guard !attempt.behaviour.isHeld || attempt.isCancelled else { return nil }
      content.attempts[directory]?.isEnded = true
      return ShellEnd(
        status: attempt.isCancelled && attempt.behaviour.isHeld
          ? .signalled(2) : attempt.behaviour.status,
        cancelled: attempt.isCancelled, durationMicroseconds: 1000, processID: 4711,
        outputBytes: attempt.behaviour.output.count, errorBytes: attempt.behaviour.error.count,
        exported: attempt.behaviour.exported)
    }
  }

  package func evidence(directory: String, leaf: Digest) throws -> ShellEvidence {
    let attempt = content.withLock { $0.attempts[directory] }
    guard let attempt else { return .unknown("the directory is missing") }
    if let evidence = attempt.evidence { return evidence }
    guard attempt.isStarted else {
      content.withLock { $0.attempts[directory]?.isVoid = true }
      return .neverStarted("there is no record of a start")
    }
    guard attempt.leaf == leaf else { return .unknown("the records are another attempt's") }
    guard let end = end(of: directory) else {
      return .running(RunningShell(directory: directory, leaf: leaf, supervisorID: 100))
    }
    if case .lost(let evidence) = end.status { return .lost(evidence) }
    return .finished(end)
  }

  package func cancel(directory: String) throws {
    content.withLock { $0.attempts[directory]?.isCancelled = true }
  }

  package func descendantsLive(directory: String) throws -> Bool {
    content.withLock { content in
      guard let attempt = content.attempts[directory] else { return false }
      return attempt.behaviour.leavesDescendants && !attempt.isCancelled
    }
  }

  package func signalOrphan(directory: String, leaf: Digest, signal: Int) throws {
    content.withLock { $0.attempts[directory]?.evidence = .lost("it was ended") }
  }

  package func readOutput(
    directory: String, stream: OutputStream, offset: Int, count: Int
  ) throws -> [UInt8] {
    try content.withLock { content in
      guard let behaviour = content.attempts[directory]?.behaviour else { throw SimulatedFault() }
      let all = stream == .output ? behaviour.output : behaviour.error
      let dropped = stream == .output ? behaviour.dropped : 0..<0
      guard offset < all.count, !dropped.contains(offset) else { return [] }
      let end = min(all.count, offset + count)
      let isBeforeGap = !dropped.isEmpty && offset < dropped.lowerBound
      return Array(all[offset..<(isBeforeGap ? min(end, dropped.lowerBound) : end)])
    }
  }

  package func spools(in directory: String) throws -> [String] {
    content.withLock { content in
      content.attempts.keys.filter { $0.hasPrefix("\(directory)/") }
        .map { String($0.dropFirst(directory.utf8.count + 1)) }.sorted()
    }
  }

  package func removeSpool(directory: String) throws {
    content.withLock { $0.attempts[directory] = nil }
  }
}
