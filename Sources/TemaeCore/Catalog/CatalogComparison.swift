/// What is different between the catalog that was expected and the one that was found.
///
/// A pure function of both and of the rules. The parts of an object that is missing or added as a
/// whole are not named one by one.
public struct CatalogComparison: Hashable, Sendable {
  /// The differences: objects under their parents, in the order of the parents' names.
  public let differences: [CatalogDifference]
  /// What was found and not expected, where the rules take that for no difference.
  public let extras: [CatalogDifference]

  /// Whether there is no difference.
  public var isEqual: Bool { differences.isEmpty }

  /// Compares two catalogs.
  ///
  /// - Parameters:
  ///   - expected: What should be there: a file's declaration, an earlier capture.
  ///   - found: What is there.
  ///   - rules: What counts as a difference.
  public init(expected: Catalog, found: Catalog, rules: CatalogRules) {
    let known = Self.byKey(expected)
    let present = Self.byKey(found)
    var changed: [CatalogDifference] = []
    var missing: [CatalogObject] = []
    for object in expected.objects {
      guard let other = present[CatalogKey(object)] else {
        missing.append(object)
        continue
      }
      let changes = Self.changes(from: object, to: other, rules)
      if !changes.isEmpty { changed.append(CatalogDifference(object, .changed(changes))) }
    }
    if rules.comparesColumnOrder {
      changed += ColumnOrder.differences(expected: expected, found: found)
    }
    let added = found.objects.filter { known[CatalogKey($0)] == nil }
    let extras = Self.wholes(added).map { CatalogDifference($0, .added) }
    let lacks = changed + Self.wholes(missing).map { CatalogDifference($0, .missing) }
    self.extras = rules.areExtrasDifferences ? [] : Self.sorted(extras)
    differences = Self.sorted(lacks + (rules.areExtrasDifferences ? extras : []))
  }

  private static func byKey(_ catalog: Catalog) -> [CatalogKey: CatalogObject] {
    Dictionary(catalog.objects.map { (CatalogKey($0), $0) }) { first, _ in first }
  }

  private static func changes(
    from expected: CatalogObject, to found: CatalogObject, _ rules: CatalogRules
  ) -> [CatalogDifference.PropertyChange] {
    var names = expected.properties.map(\.name)
    names += found.properties.map(\.name).filter { expected.value($0) == nil }
    return names.sorted().filter(rules.compares).compactMap { name in
      let (wanted, actual) = (expected.value(name), found.value(name))
      if let wanted, let actual, wanted.isSpelled(as: actual) { return nil }
      // What else a grantee may do is more than was declared, as another grantee's grant is.
      let isMore = name == "privileges" && isPart(wanted, of: actual)
      if isMore, !rules.areExtrasDifferences { return nil }
      return .init(property: name, expected: wanted, found: actual)
    }
  }

  private static func isPart(_ wanted: String?, of actual: String?) -> Bool {
    let granted = Set((actual ?? "").split(separator: ",").map { $0.drop { $0 == " " } })
    return (wanted ?? "").split(separator: ",").allSatisfy {
      granted.contains($0.drop { $0 == " " })
    }
  }

  /// The objects without the parts of others among them.
  private static func wholes(_ objects: [CatalogObject]) -> [CatalogObject] {
    let names = Set(objects.map { Array($0.name.utf8) })
    return objects.filter { object in
      object.parent.map { !names.contains(Array($0.utf8)) } ?? true
    }
  }

  private static func sorted(_ differences: [CatalogDifference]) -> [CatalogDifference] {
    func place(_ difference: CatalogDifference) -> ([UInt8], Int, CatalogKey) {
      let group = Array((difference.parent ?? difference.name).utf8)
      let key = CatalogKey(
        CatalogObject(kind: difference.kind, name: difference.name))
      return (group, difference.parent == nil ? 0 : 1, key)
    }
    return differences.map { (place($0), $0) }.sorted { left, right in
      let (one, other) = (left.0, right.0)
      guard one.0 == other.0 else { return one.0.lexicographicallyPrecedes(other.0) }
      return one.1 == other.1 ? one.2 < other.2 : one.1 < other.1
    }.map(\.1)
  }
}
