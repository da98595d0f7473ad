import Synchronization
package import TemaeCore
import TemaeRunner

/// A clock that moves on only where somebody sleeps.
package final class SimulatedClock: ClockPort {
  private static let start = 1_900_000_000_000_000

  private struct Content {
    var elapsed = 0
    /// How far the wall clock has been set forth; negative when back.
    var stepped = 0
  }

  private let content = Mutex(Content())

  private let waiting: (@Sendable (_ milliseconds: Int) async -> Void)?

  /// Without somebody who says how it waits, a sleep moves the clock on and yields for a moment.
  package init(waiting: (@Sendable (_ milliseconds: Int) async -> Void)? = nil) {
    self.waiting = waiting
  }

  /// Sets the time that has passed since the start.
  package func set(elapsedMicroseconds: Int) {
    content.withLock { $0.elapsed = elapsedMicroseconds }
  }

  /// Sets the wall clock forth by so much, or back; the time since the boot goes on as it did.
  package func step(byMicroseconds count: Int) { content.withLock { $0.stepped += count } }

  /// Sets the wall clock right.
  package func setRight() { content.withLock { $0.stepped = 0 } }

  package func now() -> Instant {
    Instant(microseconds: content.withLock { Self.start + $0.elapsed + $0.stepped })
  }

  package func bootMicroseconds() -> Int { content.withLock { $0.elapsed } }

  /// Moves on by so much, and lets others do something meanwhile.
  package func sleep(milliseconds: Int) async {
    if let waiting { return await waiting(milliseconds) }
    content.withLock { $0.elapsed += milliseconds * 1000 }
    try? await Task.sleep(for: .microseconds(200))
  }
}
