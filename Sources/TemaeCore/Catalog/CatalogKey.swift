/// What tells objects of a catalog apart, and puts them in order: the kind, and the name's bytes.
///
/// Never the name as a `String`: Swift takes two spellings of `é` for one, PostgreSQL does not.
struct CatalogKey: Hashable, Comparable {
  let kind: Int
  let name: [UInt8]

  init(_ object: CatalogObject) {
    kind = Self.places[object.kind] ?? 0
    name = Array(object.name.utf8)
  }

  static func < (left: CatalogKey, right: CatalogKey) -> Bool {
    left.kind == right.kind
      ? left.name.lexicographicallyPrecedes(right.name) : left.kind < right.kind
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: CatalogObject.Kind.allCases.enumerated().map { ($1, $0) })
}

extension String {
  /// Whether both are the same bytes.
  func isSpelled(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}
