import Synchronization
package import TemaeCore
import TemaeRunner

/// A clock that moves on only where somebody sleeps.
package final class SimulatedClock: ClockPort {
  private let microseconds = Mutex(1_900_000_000_000_000)

  private let steps = Mutex(0)

  private let waiting: (@Sendable (_ milliseconds: Int) async -> Void)?

  /// Without somebody who says how it waits, a sleep moves the clock on and yields for a moment.
  package init(waiting: (@Sendable (_ milliseconds: Int) async -> Void)? = nil) {
    self.waiting = waiting
  }

  /// Sets the time that has passed since the start.
  package func set(elapsedMicroseconds: Int) {
    microseconds.withLock { $0 = 1_900_000_000_000_000 + elapsedMicroseconds }
  }

  /// Sets the wall clock forth, or back; the boot clock does not notice.
  package func step(seconds: Int) { steps.withLock { $0 += seconds * 1_000_000 } }

  package func now() -> Instant {
    Instant(microseconds: microseconds.withLock { $0 } + steps.withLock { $0 })
  }

  package func bootMicroseconds() -> Int { microseconds.withLock { $0 - 1_900_000_000_000_000 } }

  /// Moves on by so much, and lets others do something meanwhile.
  package func sleep(milliseconds: Int) async {
    if let waiting { return await waiting(milliseconds) }
    microseconds.withLock { $0 += milliseconds * 1000 }
    try? await Task.sleep(for: .microseconds(200))
  }
}
