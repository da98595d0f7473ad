import Glibc
import TemaePostgres

/// Long work that Ctrl-C ends in order.
enum Interruptible {
  /// Does the work; it is asked to stop at the first signal, and the second one ends this process.
  static func run<Value: Sendable>(
    _ body: (StopRequest) async throws -> Value
  ) async throws -> Value {
    let stop = StopRequest()
    Interruptions.watch()
    let watching = Task.detached {
      while !Task.isCancelled {
        if Interruptions.count > 0 { stop.make() }
        // Programs that we started end with us.
        if Interruptions.count > 1 { _exit(TemaeExit.interrupted.rawValue) }
        try? await Task.sleep(for: .milliseconds(100))
      }
    }
    defer { watching.cancel() }
    return try await body(stop)
  }
}
