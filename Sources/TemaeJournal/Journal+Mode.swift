extension Journal {
  /// What a journal is opened for.
  public enum Mode: Hashable, Sendable {
    /// Reading a journal that exists.
    case read
    /// Reading and appending to a journal that exists.
    case write
    /// Reading and appending; a journal that does not exist is made, with its directory.
    case create
  }
}
