import TemaeCore
import TemaeRunner
import TestSupport

extension SimulatedProcess: ShellPort {
  func prepare(_ order: ShellOrder) throws -> PreparedShell {
    if nature.isHostile, nature.isOne(in: 60) { throw SimulatedFault() }
    return try call { try world.shell.prepare(order) }
  }

  func start(_ prepared: PreparedShell, leaf: Digest) throws -> RunningShell {
    var prepared = prepared
    if breakage == .scriptChanges, nature.isOne(in: 4) { prepared.order.script += " --force" }
    return try call {
      let running = try world.shell.start(prepared, leaf: leaf)
      let directory = prepared.order.directory
      let attempt = Nature.attempt(of: directory)
      begin(attempt.activity, attempt.attempt, prepared.order.script)
      let activity = Plan(of: world.runbook).activity(attempt.activity)
      if let activity, activity.settings.database != nil, activity.role.mayWrite, !isHolder {
        nature.history.unheld.append("\(attempt.activity)#\(attempt.attempt) of \(name)")
      }
      if nature.effective.contains(directory) { happen(attempt) }
      let isWatch = activity?.role == .watch
      let delay = nature.number(1...(isWatch ? 3000 : 800))
      Task { [scheduler, shell = world.shell] in
        await scheduler.sleep(milliseconds: delay)
        shell.release(attempt.activity)
      }
      return running
    }
  }

  func abandon(_ prepared: PreparedShell) {
    guard !isDead else { return }
    world.shell.abandon(prepared)
  }

  func follow(
    _ running: RunningShell, fromOutput: Int, fromError: Int,
    onOutput: @escaping @Sendable (OutputStream, [UInt8], _ offset: Int) -> Void
  ) async -> ShellEnd {
    await world.shell.follow(
      running, fromOutput: fromOutput, fromError: fromError, onOutput: onOutput)
  }

  func evidence(directory: String, leaf: Digest) throws -> ShellEvidence {
    try call { try world.shell.evidence(directory: directory, leaf: leaf) }
  }

  func cancel(directory: String) throws {
    try call { try world.shell.cancel(directory: directory) }
  }

  func descendantsLive(directory: String) throws -> Bool {
    try call { try world.shell.descendantsLive(directory: directory) }
  }

  func signalOrphan(directory: String, leaf: Digest, signal: Int) throws {
    try call { try world.shell.signalOrphan(directory: directory, leaf: leaf, signal: signal) }
  }

  func readOutput(
    directory: String, stream: OutputStream, offset: Int, count: Int
  ) throws -> [UInt8] {
    try call {
      try world.shell.readOutput(
        directory: directory, stream: stream, offset: offset, count: count)
    }
  }

  func spools(in directory: String) throws -> [String] {
    try call { try world.shell.spools(in: directory) }
  }

  func removeSpool(directory: String) throws {
    try call { try world.shell.removeSpool(directory: directory) }
  }
}

extension SimulatedProcess: DatabasePort {
  func identity(connection: String, connectTimeoutSeconds: Int) async throws -> TargetIdentity {
    await scheduler.sleep(milliseconds: nature.number(0...50))
    wait()
    if nature.isNetworkDown { throw SimulatedFault() }
    if nature.isHostile, nature.isOne(in: 20) { throw SimulatedFault() }
    return try call { nature.server }
  }

  func hold(_ order: HoldOrder) async throws -> TargetHold {
    // Whoever has just ended is not gone from the server at once, and is waited for.
    for _ in 0..<20 {
      await scheduler.sleep(milliseconds: nature.number(0...50))
      wait()
      if nature.isNetworkDown || nature.difference(from: order.pinned) != nil {
        throw SimulatedFault()
      }
      // Somebody on the server ends the session.
      if nature.isHostile, nature.isOne(in: 25) { nature.hold = nil }
      let session = try call { nature.takeHold(name, at: scheduler.now) }
      if let session { return .held(process: session, beside: []) }
    }
    let holder = nature.hold?.runner ?? ""
    return .refused([TargetHold.Holder(run: holder, text: "a process of the server, of \(holder)")])
  }

  func perform(
    _ order: SQLOrder, onOutput: @escaping @Sendable (OutputStream, [UInt8]) -> Void
  ) async -> SQLEnd {
    let lost = SQLEnd(status: .lost("the process is gone"), durationMicroseconds: 0)
    let attempt = History.Attempt(activity: order.activity, attempt: order.attempt)
    if nature.isNetworkDown { return Self.isNetworkLost }
    let server = nature.server
    let known = world.journal.entries.count
    // A runner may be stopped at any place, also here.
    if nature.isHostile, nature.isOne(in: 5) {
      await scheduler.sleep(milliseconds: nature.number(0...1500))
    }
    wait()
    // Connected first: whoever takes the database over from now on finds this and waits for its end.
    nature.connected.append(order.applicationName)
    await scheduler.sleep(milliseconds: nature.number(0...200))
    if let difference = nature.difference(from: order.pinned) {
      nature.connected.removeAll { $0 == order.applicationName }
      return SQLEnd(status: .mismatched(difference), durationMicroseconds: 0)
    }
    let isUnheld = order.holder != nil && order.holder != nature.hold(at: scheduler.now)?.session
    if isUnheld, breakage != .holdIsOff {
      nature.connected.removeAll { $0 == order.applicationName }
      return SQLEnd(status: .unheld("its session has ended"), durationMicroseconds: 0)
    }
    do {
      try call {
        if isUnheld || order.holder == nil && order.mode.isBinding {
          nature.history.unheld.append("\(order.activity)#\(order.attempt) of \(name)")
        }
        // Whoever only looks may come late, and look at what an amendment has taken out meanwhile.
        let text = order.pieces.map(\.text).joined()
        begin(order.activity, order.attempt, text, durable: order.mode.isBinding ? nil : known)
      }
    } catch {
      nature.connected.removeAll { $0 == order.applicationName }
      return lost
    }
    await scheduler.sleep(milliseconds: nature.number(0...400))
    wait()
    if nature.server != server {
      // What was in flight on the old server is not on the new one.
      nature.connected.removeAll { $0 == order.applicationName }
      return Self.isNetworkLost
    }
    let before = world.database.effects.count
    var end = await world.database.perform(order, onOutput: onOutput)
    if world.database.effects.count > before { happen(attempt) }
    nature.connected.removeAll { $0 == order.applicationName }
    guard !isDead else { return lost }
    if nature.isNetworkDown { end = Self.isNetworkLost }
    if breakage == .reportsLostAsSuccess, case .lost = end.status { end.status = .succeeded }
    return end
  }

  // It was lost before the statement reached the server, or before the answer came back.
  private static let isNetworkLost = SQLEnd(
    status: .lost("the network is gone"), durationMicroseconds: 0)

  func cancel(run: String, activity: String, attempt: Int) {
    world.database.cancel(run: run, activity: activity, attempt: attempt)
  }

  func settle(_ order: SQLOrder, waitSeconds: Int) async throws -> MarkerVerdict {
    await scheduler.sleep(milliseconds: nature.number(0...50))
    wait()
    if nature.isNetworkDown { throw SimulatedFault() }
    if nature.isHostile, nature.isOne(in: 15) { throw SimulatedFault() }
    if isDead || nature.difference(from: order.pinned) != nil { throw SimulatedFault() }
    let verdict = try await world.database.settle(order, waitSeconds: waitSeconds)
    if breakage == .appliesTwice, verdict == .done {
      happen(History.Attempt(activity: order.activity, attempt: order.attempt))
    }
    return try call { verdict }
  }

  func sessions(
    connection: String, pinned: Pin?, applicationName: String
  ) async throws -> [String] {
    if nature.isNetworkDown || nature.difference(from: pinned) != nil { throw SimulatedFault() }
    return try call { nature.connected.filter { $0 == applicationName } }
  }

  func indexes(
    connection: String, pinned: Pin?, of statement: ConcurrentIndex
  ) async throws -> IndexReport {
    try call { IndexReport(indexes: []) }
  }

  func environment(of connection: String) throws -> [EnvironmentVariable] {
    try world.database.environment(of: connection)
  }
}

extension SQLOrder.Mode {
  /// Whether what is sent so may stay.
  fileprivate var isBinding: Bool {
    switch self {
    case .transaction, .single, .asWritten: true
    case .discarded, .readOnly: false
    }
  }
}
