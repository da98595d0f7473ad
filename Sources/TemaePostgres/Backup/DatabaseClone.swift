import Synchronization
import TemaeCore

/// A copy of a database, there to be altered: in a throwaway cluster of this machine, or beside the
/// database on its own server.
///
/// It ends with ``end()``, and with this process in whatever way that ends.
public final class DatabaseClone: Sendable {
  /// Leads to the copy.
  public let connection: String
  /// A directory that goes with the copy, and that no other account enters.
  public let directory: String
  /// What is not as on the server that was backed up, in words.
  public let remarks: [String]
  private let home: any CloneHome
  private let hasEnded = Mutex(false)

  init(_ home: any CloneHome, connection: String, remarks: [String]) {
    self.home = home
    self.connection = connection
    self.remarks = remarks
    directory = home.directory
  }

  /// Lets it begin to end, and does not wait; from any thread, at any time.
  public func beginEnding() { home.beginStopping() }

  /// Takes the copy away, and waits until everything of it is gone.
  ///
  /// - Returns: What could not be taken away, in words; `nil` when nothing is left.
  @discardableResult
  public func end() -> String? {
    hasEnded.withLock { hasEnded in
      defer { hasEnded = true }
      return hasEnded ? nil : home.stop()
    }
  }
}
