import Glibc

/// Runs blocking work on a thread of its own.
///
/// libpq waits; a wait on Swift's cooperative pool would hold one of its few threads, and with it
/// the clock and the operator's keys.
enum OwnThread {
  /// Runs the body on a fresh thread and gives back what it returns.
  static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      start { continuation.resume(returning: body()) }
    }
  }

  /// Runs the body on a fresh thread; nobody waits for it.
  static func start(_ body: @escaping @Sendable () -> Void) {
    let work = unsafe Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { raw in
        if let raw = unsafe raw {
          unsafe Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().body()
        }
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      // Out of threads: late is better than never.
      unsafe work.release()
      return body()
    }
    pthread_detach(thread)
  }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
