/// A part of a SQL block as psql would read it: SQL, or a command that begins with a backslash.
public enum SQLPiece: Hashable, Sendable {
  /// SQL text, verbatim, and the line on which it begins.
  case sql(String, line: Int)
  /// `\i path` on a line of its own between two statements; the path without its quotes.
  case include(String, line: Int)
  /// Any other backslash command, and an `\i` in the midst of a statement; as written.
  case unknownCommand(String, line: Int)
}

extension SQLPiece {
  /// Whether it is one of the two commands that pg_dump writes around a dump: they guard psql, and
  /// mean nothing to anybody else.
  public var isDumpGuard: Bool {
    guard case .unknownCommand(let text, _) = self else { return false }
    return text.hasPrefix("\\restrict ") || text.hasPrefix("\\unrestrict ")
  }
}
