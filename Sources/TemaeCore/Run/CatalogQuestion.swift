/// What an activity asks of the catalog instead of sending statements.
public enum CatalogQuestion: Hashable, Sendable {
  /// What the target has.
  case present
  /// What the target has, or would have, and what the order's pieces declare.
  case declared(Declaring)

  /// How files are applied that declare a schema.
  public struct Declaring: Hashable, Sendable {
    /// The connection string of the server for scratch databases; `nil` for a throwaway cluster.
    public var server: String?
    /// How many of the first pieces are only given: they are there before the files run.
    public var givenCount: Int
    /// Whether the files are still to be run on the target.
    ///
    /// Then they are applied to a copy of its schema, and what comes of that is compared.
    public var isForeseen: Bool

    /// Makes it from its parts.
    public init(server: String? = nil, givenCount: Int = 0, isForeseen: Bool = false) {
      self.server = server
      self.givenCount = givenCount
      self.isForeseen = isForeseen
    }
  }
}
