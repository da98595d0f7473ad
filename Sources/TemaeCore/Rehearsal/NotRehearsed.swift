/// A block or an item that a rehearsal leaves out.
public struct NotRehearsed: Hashable, Sendable {
  /// Why it is left out.
  public enum Reason: Hashable, Sendable {
    /// A person does it.
    case person
    /// It names no database, so nobody can say what it reaches.
    case unpinned
    /// Its text leads to a server by itself.
    case address
    /// It works on this other database.
    case elsewhere(database: String)
    /// It belongs to this activity, which is left out.
    case belongs(to: String)
    /// Its result is compared with this value, which nothing captures that is rehearsed.
    case compares(value: String)
  }

  /// The activity.
  public var activity: String
  /// Its line in the document.
  public var line: Int
  /// Why it is left out.
  public var reason: Reason

  /// Makes it from its parts.
  public init(activity: String, line: Int, reason: Reason) {
    self.activity = activity
    self.line = line
    self.reason = reason
  }

  /// The reason in words.
  public var words: String {
    switch reason {
    case .person: "a person does it"
    case .unpinned: "it names no database (db=): what it reaches is not known"
    case .address: "its text names a server itself"
    case .elsewhere(let database): "it works on the database \(database)"
    case .belongs(let other): "it belongs to \(other), which is not rehearsed"
    case .compares(let value): "it is compared with \(value), which nothing captures here"
    }
  }
}
