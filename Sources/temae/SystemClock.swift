import Glibc
import TemaeCore

/// The clocks of this machine.
struct SystemClock: Sendable {
  /// The wall clock's instant.
  func now() -> Instant { Instant(microseconds: microseconds(CLOCK_REALTIME)) }

  /// Microseconds since the machine started, time asleep included.
  func bootMicroseconds() -> Int { microseconds(CLOCK_BOOTTIME) }

  private func microseconds(_ clock: clockid_t) -> Int {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }
}
