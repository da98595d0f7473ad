/// What became of a driver's wish to be the only one that works on a database.
///
/// The server itself keeps the hold, for as long as one of its sessions lives: it is seen from every
/// machine and every journal.
public enum TargetHold: Hashable, Sendable {
  /// It is held by this process of the server; `beside` are the runs that hold it too, because a
  /// person allowed it.
  case held(process: Int, beside: [String])
  /// Others hold it.
  case refused([Holder])

  /// A driver that holds a database.
  public struct Holder: Hashable, Sendable {
    /// The run that it drives, as far as its session says.
    public var run: String
    /// Its process on the server and its session's name, for people.
    public var text: String

    /// Makes it from its parts.
    public init(run: String, text: String) {
      self.run = run
      self.text = text
    }
  }
}
