import Synchronization

/// Asks long work on databases to end, from any thread.
public final class StopRequest: Sendable {
  private struct State {
    var isMade = false
    var actions: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// Makes a request that nobody has made yet.
  public init() {}

  /// Whether somebody asked to stop.
  public var isMade: Bool { state.withLock(\.isMade) }

  /// Asks to stop; the work then ends soon, with ``PostgresError/interrupted``.
  public func make() {
    let actions = state.withLock { state in
      state.isMade = true
      return state.actions
    }
    for action in actions { action() }
  }

  /// Does something when somebody asks to stop, or at once when somebody has.
  func onStop(_ action: @escaping @Sendable () -> Void) {
    let isMade = state.withLock { state in
      state.actions.append(action)
      return state.isMade
    }
    if isMade { action() }
  }

  /// Gives back a result, or the error that says that the work was stopped.
  func unlessMade<Value>(
    _ body: () throws(PostgresError) -> Value
  ) throws(PostgresError) -> Value {
    do throws(PostgresError) {
      guard !isMade else { throw .interrupted }
      return try body()
    } catch {
      throw isMade ? .interrupted : error
    }
  }
}
