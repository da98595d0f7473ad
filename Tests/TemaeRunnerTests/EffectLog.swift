import Synchronization

/// What a simulated world remembers of what was done to it.
final class EffectLog: Sendable {
  private let names = Mutex<[String]>([])

  func add(_ name: String) { names.withLock { $0.append(name) } }

  func contains(_ name: String) -> Bool { names.withLock { $0.contains(name) } }

  var all: [String] { names.withLock { $0 } }
}
