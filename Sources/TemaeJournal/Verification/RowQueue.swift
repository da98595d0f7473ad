import Synchronization

/// Hands rows over from the thread that reads them to the one that links them.
///
/// It holds so much that neither waits for the other as long as both are at work, and no more. One puts
/// and one takes; whoever comes too early is suspended, which holds no thread.
final class RowQueue: Sendable {
  private static let capacity = 16

  private struct State {
    var pieces: [EventRows] = []
    /// Rows that were taken and are of use no more, but for their memory.
    var used: [EventRows] = []
    var isClosed = false
    /// The one that waits for rows, and the one that waits for room.
    var taker: CheckedContinuation<Void, Never>?, putter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())
  private let count = Atomic(0)

  /// Whether the one that takes will soon have nothing to do.
  var isShort: Bool { count.load(ordering: .relaxed) < Self.capacity / 2 }

  /// Adds rows, and waits for room for more.
  ///
  /// - Returns: whether more are wanted.
  func put(_ piece: EventRows) async -> Bool {
    let taker = state.withLock { state in
      state.pieces.append(piece)
      count.store(state.pieces.count, ordering: .relaxed)
      return state.taker.take()
    }
    taker?.resume()
    await withCheckedContinuation { continuation in
      let isAtOnce = state.withLock { state in
        let isAtOnce = state.isClosed || state.pieces.count < Self.capacity
        if !isAtOnce { state.putter = continuation }
        return isAtOnce
      }
      if isAtOnce { continuation.resume() }
    }
    return state.withLock { !$0.isClosed }
  }

  /// The next rows in the order in which they were put; waits for them.
  ///
  /// Not to be asked for after rows behind which there are none.
  func take() async -> EventRows {
    while true {
      if let piece = next() { return piece }
      await withCheckedContinuation { continuation in
        let isAtOnce = state.withLock { state in
          if state.pieces.isEmpty { state.taker = continuation }
          return !state.pieces.isEmpty
        }
        if isAtOnce { continuation.resume() }
      }
    }
  }

  private func next() -> EventRows? {
    let (piece, putter) = state.withLock { state in
      let piece = state.pieces.isEmpty ? nil : state.pieces.removeFirst()
      count.store(state.pieces.count, ordering: .relaxed)
      return (piece, piece == nil ? nil : state.putter.take())
    }
    putter?.resume()
    return piece
  }

  /// Gives back rows that were taken, so that others can be read into their memory.
  func giveBack(_ piece: EventRows) {
    state.withLock { $0.used.append(piece) }
  }

  /// Rows that were given back.
  func takeUsed() -> EventRows? { state.withLock { $0.used.popLast() } }

  /// Says that nothing more will be taken.
  func close() {
    let putter = state.withLock { state in
      state.isClosed = true
      return state.putter.take()
    }
    putter?.resume()
  }
}
