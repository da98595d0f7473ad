/// What a copy of a database was like at one moment of a rehearsal.
public struct RehearsalLook: Hashable, Sendable {
  /// Its schema.
  public var catalog: Catalog
  /// What its tables and sequences held.
  public var contents: Contents

  /// Makes a look from its parts.
  public init(catalog: Catalog, contents: Contents) {
    self.catalog = catalog
    self.contents = contents
  }

  /// How the copy differs from what it was at an earlier moment, by object; sequences apart, because
  /// they never go back by themselves, and a gap in them is no loss.
  func differences(from earlier: RehearsalLook) -> (objects: [RehearsalDifference], moved: [String])
  {
    let schema = CatalogComparison(expected: earlier.catalog, found: catalog, rules: .equal)
    let objects = schema.differences.map {
      RehearsalDifference(object: $0.parent ?? $0.name, words: $0.lines.joined(separator: "; "))
    }
    var rows: [RehearsalDifference] = []
    var moved: [String] = []
    let contents = ContentDifference.differences(expected: earlier.contents, found: contents)
    let known = Set(objects.map { Array($0.object.utf8) })
    for difference in contents {
      switch difference.change {
      case .value: moved.append(difference.words)
      // That a table came or went is a difference of the schema.
      case .missing, .added:
        if !known.contains(Array(difference.name.utf8)) {
          rows.append(RehearsalDifference(object: difference.name, words: difference.words))
        }
      case .rows, .rewritten, .unread:
        rows.append(RehearsalDifference(object: difference.name, words: difference.words))
      }
    }
    return (objects + rows, moved)
  }
}
