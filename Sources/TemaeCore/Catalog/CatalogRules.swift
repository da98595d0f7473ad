/// What counts as a difference when two catalogs are compared.
public struct CatalogRules: Hashable, Sendable {
  /// Whether an object that was not expected is a difference; else it is listed apart.
  public var areExtrasDifferences: Bool
  /// Whether owners are compared.
  public var comparesOwners: Bool
  /// Whether comments are compared.
  public var comparesComments: Bool
  /// Whether the order of columns is compared.
  public var comparesColumnOrder: Bool
  /// Makes rules from their parts.
  public init(
    areExtrasDifferences: Bool, comparesOwners: Bool, comparesComments: Bool,
    comparesColumnOrder: Bool
  ) {
    self.areExtrasDifferences = areExtrasDifferences
    self.comparesOwners = comparesOwners
    self.comparesComments = comparesComments
    self.comparesColumnOrder = comparesColumnOrder
  }

  /// Everything must be equal: a database and what it was before.
  public static let equal = CatalogRules(
    areExtrasDifferences: true, comparesOwners: true, comparesComments: true,
    comparesColumnOrder: true)

  /// All that a file declares must be there as declared; what else is there is listed apart.
  ///
  /// A scratch database's owner is nobody's in particular, and columns that came later stand last.
  public static let declared = CatalogRules(
    areExtrasDifferences: false, comparesOwners: false, comparesComments: false,
    comparesColumnOrder: false)

  /// What a file declares must be there, and nothing else.
  public static let exactlyDeclared = CatalogRules(
    areExtrasDifferences: true, comparesOwners: false, comparesComments: true,
    comparesColumnOrder: true)

  func compares(_ property: String) -> Bool {
    switch property {
    case "owner": comparesOwners
    case "comment": comparesComments
    // Positions shift with every column that is missing; the order is compared as a whole.
    case "position": false
    default: true
    }
  }
}
