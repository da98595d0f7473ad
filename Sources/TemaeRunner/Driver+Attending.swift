import Synchronization
import TemaeCore

extension Driver {
  private enum Happening<Value: Sendable>: Sendable {
    case ended(Value)
    case tick
  }

  /// Waits for work to end, while clocks move and interruptions are seen.
  ///
  /// - Parameters:
  ///   - work: What is waited for; it goes on when the wait is given up.
  ///   - stop: Is told how often somebody asked to stop; `true` gives the wait up.
  /// - Returns: What the work came to; `nil` when the wait was given up.
  func attend<Value: Sendable>(
    _ activity: String, _ work: @escaping @Sendable () async -> Value,
    stop: @Sendable (Int) -> Bool
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
    for await happening in stream {
      switch happening {
      case .ended(let value): return value
      case .tick:
        if stop(ports.machine.interruptions()) { return nil }
        await ports.console.tick(
          state, ports.clock.now(), .attempt(activity: activity, since: since))
      }
    }
    worker.cancel()
    return nil
  }

  /// Shows output as it comes, secrets masked in each stream.
  func shower(of activity: String) -> @Sendable (OutputStream, [UInt8]) -> Void {
    let console = ports.console
    let masks = Mutex<[OutputStream: Mask]>([:])
    let fresh = Mask(secrets: secrets.map(\.value))
    let box = MaskBox(masks: masks, fresh: fresh)
    return { stream, bytes in
      let shown = box.take(stream, bytes)
      if !shown.isEmpty { console.output(activity, stream, shown) }
    }
  }
}

/// One mask a stream: a secret may arrive in two pieces.
private final class MaskBox: Sendable {
  private let masks: Mutex<[OutputStream: Mask]>
  private let fresh: Mask

  init(masks: consuming sending Mutex<[OutputStream: Mask]>, fresh: Mask) {
    self.masks = masks
    self.fresh = fresh
  }

  /// A line is shown as soon as it is whole, so that no prompt or progress hangs back.
  func take(_ stream: OutputStream, _ bytes: [UInt8]) -> [UInt8] {
    masks.withLock { masks in
      var mask = masks[stream] ?? fresh
      var shown = mask.take(bytes)
      if bytes.last == UInt8(ascii: "\n") { shown += mask.finish() }
      masks[stream] = mask
      return shown
    }
  }
}
