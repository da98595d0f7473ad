/// Where a piece of output came from.
public enum OutputStream: String, CanonicalWord {
  /// Standard output.
  case output
  /// Standard error.
  case error
  /// A server's notice.
  case notice
  /// A query's result as tab-separated text.
  case result
}
