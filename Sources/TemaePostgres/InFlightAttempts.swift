import Synchronization

/// The attempts that are being performed, so that they can be cancelled from elsewhere.
final class InFlightAttempts: Sendable {
  struct Key: Hashable, Sendable {
    var run: String
    var activity: String
    var attempt: Int
  }

  private struct Entry: Sendable {
    var handle: CancelHandle?
    var isCancelled = false
  }

  private let entries = Mutex<[Key: Entry]>([:])

  func begin(_ key: Key) {
    entries.withLock { $0[key] = Entry() }
  }

  func end(_ key: Key) {
    entries.withLock { $0[key] = nil }
  }

  func connected(_ key: Key, _ handle: CancelHandle?) {
    entries.withLock { $0[key]?.handle = handle }
  }

  /// Whether somebody asked for the attempt's end: a request that comes between two statements
  /// would be lost on the server, so the attempt asks before it sends the next one.
  func isCancelled(_ key: Key) -> Bool {
    entries.withLock { $0[key]?.isCancelled ?? false }
  }

  func cancel(_ key: Key) {
    let handle: CancelHandle? = entries.withLock {
      $0[key]?.isCancelled = true
      return $0[key]?.handle
    }
    if let handle { OwnThread.start { handle.send() } }
  }
}
