import Synchronization
package import TemaeCore
import TemaeRunner

/// A clock that moves on only where somebody sleeps.
package final class SimulatedClock: ClockPort {
  private let microseconds = Mutex(1_900_000_000_000_000)

  package init() {}

  package func now() -> Instant { Instant(microseconds: microseconds.withLock { $0 }) }

  package func bootMicroseconds() -> Int { microseconds.withLock { $0 - 1_900_000_000_000_000 } }

  /// Moves on by so much, and lets others do something meanwhile.
  package func sleep(milliseconds: Int) async {
    microseconds.withLock { $0 += milliseconds * 1000 }
    try? await Task.sleep(for: .microseconds(200))
  }
}
