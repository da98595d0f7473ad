/// An attempt that a supervisor looks after: enough to follow it, from this process or another.
public struct RunningShell: Hashable, Sendable {
  /// The attempt's directory, absolute.
  public var directory: String
  /// The leaf hash of the attempt's intent, which every record in the directory carries.
  public var leaf: Digest
  /// The supervisor's process id; `nil` when it has not written its first record yet.
  public var supervisorID: Int?

  /// Makes a running attempt from its parts.
  public init(directory: String, leaf: Digest, supervisorID: Int?) {
    self.directory = directory
    self.leaf = leaf
    self.supervisorID = supervisorID
  }
}
