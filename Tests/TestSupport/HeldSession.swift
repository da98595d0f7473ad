/// A psql session that keeps what it did, locks and snapshots too, until it is told to end.
public final class HeldSession {
  /// The first line that the statements returned.
  public let answer: String
  private let child: Child

  /// Runs the statements; the last one must return a row, and is done when this returns.
  public init(_ connection: String, _ sql: String) throws {
    child = try Child(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", connection])
    child.write(sql + "\n")
    answer = child.readLine()
  }

  /// Runs one more statement, which returns a row, and gives back its first line.
  public func ask(_ sql: String) -> String {
    child.write(sql + "\n")
    return child.readLine()
  }

  /// Ends the session, and waits for its end: its transaction is rolled back.
  public func end() {
    child.closeInput()
    _ = child.wait()
  }
}
