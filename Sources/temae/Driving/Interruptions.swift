import Glibc
import Synchronization

/// Counts Ctrl-C, SIGTERM and hang-ups, so that a driver can stop between two events.
enum Interruptions {
  private static let counter = Atomic<Int>(0)

  /// How often somebody asked to stop.
  static var count: Int { counter.load(ordering: .relaxed) }

  /// Counts from now on instead of dying.
  static func watch() {
    // Touched before a handler can run: the first use of a static makes it.
    counter.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { _ in
        Interruptions.counter.add(1, ordering: .relaxed)
      }
    }
    signal(SIGPIPE, SIG_IGN)
  }
}
