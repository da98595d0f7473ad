/// How an attempt failed.
public enum FailureKind: String, CanonicalWord {
  /// The command's exit code is not an accepted one.
  case exit
  /// A signal ended the command.
  case signal
  /// The time was up.
  case timeout
  /// A person ended it.
  case cancelled
  /// The database refused a statement.
  case refused
  /// The database is not as it was pinned; nothing was sent.
  case target
  /// It could not be started; nothing took effect.
  case notStarted
  /// The result cannot be compared as the document asks.
  case malformed
}
