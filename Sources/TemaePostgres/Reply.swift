import TemaeCore

/// What became of one statement.
enum Reply {
  /// The server did it.
  case done(Done)
  /// The server refused it and goes on listening.
  case refused(ServerMessage)
  /// The session is over: nobody can say by this connection what became of the statement.
  case broken(ServerMessage)

  /// A statement that was done.
  struct Done {
    /// The command tag.
    var tag: String
    /// The rows that it touched or returned, where the tag says so.
    var rows: Int?
    /// The rows themselves, where it returned any.
    var table: ResultTable?
  }
}
