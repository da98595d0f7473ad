public import TemaeCore

/// The wall clock, the boot-time clock, and waiting.
public protocol ClockPort: Sendable {
  /// The wall clock's instant.
  func now() -> Instant

  /// The boot-time clock in microseconds.
  func bootMicroseconds() -> Int

  /// Returns after so many milliseconds, earlier when the task is cancelled.
  func sleep(milliseconds: Int) async
}
