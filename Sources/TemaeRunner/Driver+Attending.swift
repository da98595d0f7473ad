import TemaeCore

extension Driver {
  private enum Happening<Value: Sendable>: Sendable {
    case ended(Value)
    case tick
  }

  /// Waits for work to end, while clocks move and interruptions are seen.
  ///
  /// - Parameters:
  ///   - activity: The activity that is waited for.
  ///   - warning: Is said when somebody first asks to stop; `nil` to say nothing.
  ///   - work: What is waited for; it goes on when the wait is given up.
  ///   - stop: Is told how often somebody asked to stop; `true` gives the wait up.
  /// - Returns: What the work came to; `nil` when the wait was given up.
  func attend<Value: Sendable>(
    _ activity: String, warning: String? = nil,
    _ work: @escaping @Sendable () async -> Value, stop: @Sendable (Int) -> Bool
  ) async -> Value? {
    let (stream, continuation) = AsyncStream<Happening<Value>>.makeStream()
    let clock = ports.clock
    let worker = Task { continuation.yield(.ended(await work())) }
    let ticker = Task {
      while !Task.isCancelled {
        await clock.sleep(milliseconds: 100)
        continuation.yield(.tick)
      }
    }
    defer {
      ticker.cancel()
      continuation.finish()
    }
    let since = ports.clock.now()
    var warning = warning
    for await happening in stream {
      switch happening {
      case .ended(let value): return value
      case .tick:
        if let text = warning, ports.machine.interruptions() > 0 {
          warning = nil
          await ports.console.say(text)
        }
        if stop(ports.machine.interruptions()) { return nil }
        await endFollowedIfAsked()
        await ports.console.tick(
          state, ports.clock.now(), .attempt(activity: activity, since: since))
      }
    }
    worker.cancel()
    return nil
  }

  /// Shows output as it comes, secrets masked; what is a secret as a whole is not shown at all.
  func shownOutput(of activity: Activity) -> ShownOutput {
    let console = ports.console
    let id = activity.id
    return ShownOutput(mask: mask, isSecret: activity.settings.isSecret) { stream, bytes in
      console.output(id, stream, bytes)
    }
  }
}
