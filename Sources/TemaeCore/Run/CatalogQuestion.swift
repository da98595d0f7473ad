/// What an activity asks of the catalog instead of sending statements.
public enum CatalogQuestion: Hashable, Sendable {
  /// What the target has.
  case present
  /// What the target has, and what the order's pieces declare.
  ///
  /// They are applied to a scratch database: on the server of this connection string, or in a
  /// throwaway cluster where there is none.
  case presentAndDeclared(server: String?)
}
