/// What a driver needs to hold a database.
public struct HoldOrder: Hashable, Sendable {
  /// A libpq connection string.
  ///
  /// It may hold a password: never shown, never journaled.
  public var connection: String
  /// The target that was pinned; another one is not held.
  public var pinned: Pin?
  /// The run's id, and the name that people type.
  public var run: String, name: String
  /// Runs, by name, that may hold the same database: a person overruled it.
  public var beside: [String]

  /// Makes an order from its parts.
  public init(
    connection: String, pinned: Pin?, run: String, name: String, beside: [String]
  ) {
    self.connection = connection
    self.pinned = pinned
    self.run = run
    self.name = name
    self.beside = beside
  }
}
