/// What holds a copy of a database, and takes it away again.
protocol CloneHome: Sendable {
  /// A directory that goes with the copy.
  var directory: String { get }

  /// Lets it begin to end, and does not wait; from any thread, at any time.
  func beginStopping()

  /// Ends it, and waits until everything of it is gone; called once.
  ///
  /// - Returns: What could not be taken away, in words; `nil` when nothing is left.
  func stop() -> String?
}
