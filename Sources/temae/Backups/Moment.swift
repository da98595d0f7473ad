import Synchronization
import TemaeCore

/// An instant that another thread tells; the first one counts.
final class Moment: Sendable {
  private let value = Mutex<Instant?>(nil)

  /// The instant.
  var instant: Instant? { value.withLock { $0 } }

  /// Sets it, unless it has been set.
  func set(_ instant: Instant) {
    value.withLock { if $0 == nil { $0 = instant } }
  }
}
