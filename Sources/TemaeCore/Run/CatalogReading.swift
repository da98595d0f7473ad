/// What a ``CatalogQuestion`` is answered with.
public struct CatalogReading: Hashable, Sendable {
  /// What the target has; or would have, where the files are still to be run.
  public var present: Catalog
  /// What the order's pieces declare, where that was asked.
  public var declared: Catalog?

  /// Makes a reading from its parts.
  public init(present: Catalog, declared: Catalog? = nil) {
    self.present = present
    self.declared = declared
  }
}
