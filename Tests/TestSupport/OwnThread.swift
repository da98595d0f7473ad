import Glibc

/// Runs work that blocks or spins on a thread of its own, and gives back what it returns.
///
/// Swift's pool has as many threads as the machine has cores: two tests that hold one each would
/// wait for each other for ever.
public func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    let work = unsafe Unmanaged.passRetained(ThreadWork { continuation.resume(returning: body()) })
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { raw in
        if let raw = unsafe raw {
          unsafe Unmanaged<ThreadWork>.fromOpaque(raw).takeRetainedValue().body()
        }
        return nil
      }, work.toOpaque())
    precondition(code == 0, "no thread for a test: errno \(code)")
    pthread_detach(thread)
  }
}

private final class ThreadWork {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
