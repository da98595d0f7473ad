import Synchronization
import TemaeCore

/// A copy of a database in a throwaway cluster of this machine, there to be altered.
///
/// It ends with ``end()``, and with this process in whatever way that ends.
public final class DatabaseClone: Sendable {
  /// Leads to the copy as its superuser, and to nothing else.
  public let connection: String
  /// A directory that goes with the copy, and that no other account enters.
  public let directory: String
  /// What is not as on the server that was backed up, in words.
  public let remarks: [String]
  private let cluster: ScratchCluster
  private let hasEnded = Mutex(false)

  init(_ cluster: ScratchCluster, connection: String, remarks: [String]) {
    self.cluster = cluster
    self.connection = connection
    self.remarks = remarks
    directory = cluster.directory
  }

  /// Lets it begin to end, and does not wait; from any thread, at any time.
  public func beginEnding() { cluster.beginStopping() }

  /// Stops the server, and waits until everything of it is gone.
  public func end() {
    hasEnded.withLock { hasEnded in
      if !hasEnded { cluster.stop() }
      hasEnded = true
    }
  }
}
