import Glibc
import Synchronization

/// Counts Ctrl-C, SIGTERM and hang-ups, so that a driver can stop between two events.
enum Interruptions {
  private static let counter = Atomic<Int>(0)
  private static let keys = Atomic<Int>(0)

  /// How often somebody asked to stop.
  static var count: Int { counter.load(ordering: .relaxed) }
  /// How often that was Ctrl-C: whoever pressed it sits there, and can be asked.
  static var keyCount: Int { keys.load(ordering: .relaxed) }

  /// Counts from now on instead of dying.
  static func watch() {
    // Touched before a handler can run: the first use of a static makes it.
    counter.store(0, ordering: .relaxed)
    keys.store(0, ordering: .relaxed)
    signal(SIGINT) { _ in
      Interruptions.keys.add(1, ordering: .relaxed)
      Interruptions.counter.add(1, ordering: .relaxed)
    }
    signal(SIGTERM) { _ in Interruptions.counter.add(1, ordering: .relaxed) }
    watchHangUp()
    signal(SIGPIPE, SIG_IGN)
  }

  /// Under `nohup` the end of the terminal is nobody's wish to stop.
  private static func watchHangUp() {
    var given = sigaction()
    _ = unsafe sigaction(SIGHUP, nil, &given)
    let present = unsafe unsafeBitCast(given.__sigaction_handler.sa_handler, to: Int.self)
    let ignoring = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    guard present != ignoring else { return }
    signal(SIGHUP) { _ in Interruptions.counter.add(1, ordering: .relaxed) }
  }
}
