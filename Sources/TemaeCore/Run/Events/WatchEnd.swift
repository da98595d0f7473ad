/// Why a watch ended.
public enum WatchEnd: String, CanonicalWord {
  /// Its time had come.
  case until
  /// The command ended by itself.
  case exited
  /// The driver stopped; the watch starts anew on resume.
  case interrupted
}
