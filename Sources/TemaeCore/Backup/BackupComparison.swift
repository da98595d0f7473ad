/// What a restored copy must be like, and how the one that was made differs from that.
///
/// Left out is only what pg_dump leaves out: the engine's own schema, and indexes that are not valid.
public struct BackupComparison: Sendable {
  private let manifest: BackupManifest
  private let catalog: Catalog
  private let comparesRights: Bool

  /// Takes what was recorded when the backup was taken.
  ///
  /// - Parameters:
  ///   - manifest: The backup's manifest.
  ///   - catalog: The schema, from the same snapshot.
  ///   - comparesRights: Whether the copy has the owners and the grants.
  public init(manifest: BackupManifest, catalog: Catalog, comparesRights: Bool = true) {
    self.manifest = manifest
    self.catalog = catalog
    self.comparesRights = comparesRights
  }

  /// How a copy differs.
  ///
  /// - Parameters:
  ///   - copy: The schema of the copy.
  ///   - contents: What its tables and sequences hold.
  /// - Returns: The findings: schema first, then contents, each in the order of the names.
  public func findings(copy: Catalog, contents: Contents) -> [BackupFinding] {
    var rules = CatalogRules.equal
    rules.comparesOwners = comparesRights
    let schema = CatalogComparison(
      expected: comparable(catalog), found: comparable(withoutNewSchema(copy)), rules: rules)
    return schema.differences.map {
      BackupFinding(.schema, $0.name, $0.lines.joined(separator: "; "))
    } + contentFindings(contents)
  }

  /// What the backup does not hold although the database had it, in words.
  public var remarks: [String] {
    catalog.objects.filter(\.isInvalidIndex).map {
      "index \($0.name) was not valid: pg_dump leaves such an index out"
    }
  }

  private func comparable(_ catalog: Catalog) -> Catalog {
    Catalog(objects: catalog.objects.filter(isCompared).map(compared))
  }

  /// A new database has a schema `public`, and pg_restore does not drop it.
  private func withoutNewSchema(_ copy: Catalog) -> Catalog {
    func isNew(_ object: CatalogObject) -> Bool {
      object.schema == "public" && (object.kind == .schema || object.kind == .grant)
    }
    guard !catalog.objects.contains(where: { $0.schema == "public" }) else { return copy }
    return Catalog(objects: copy.objects.filter { !isNew($0) })
  }

  private func isCompared(_ object: CatalogObject) -> Bool {
    switch object.kind {
    case .index: !object.isInvalidIndex
    case .grant, .defaultPrivileges: comparesRights
    // With the rows of some tables only, what a key points to is not there.
    case .constraint: manifest.kind != .tables || object.value("kind") != "foreign key"
    case .schema, .extension, .type, .function, .table, .column, .trigger, .policy, .rule, .view,
      .materializedView, .sequence, .statistics, .eventTrigger:
      true
    }
  }

  /// A copy without all rows has not filled all materialized views.
  private func compared(_ object: CatalogObject) -> CatalogObject {
    guard manifest.kind != .full, object.kind == .materializedView else { return object }
    var object = object
    object.properties.removeAll { $0.name == "populated" }
    return object
  }

  private func contentFindings(_ found: Contents) -> [BackupFinding] {
    guard let expected = manifest.contents else { return [] }
    let names = expected.tables.map(\.table) + expected.sequences.map(\.sequence)
    let copy = manifest.kind == .tables ? found.restricted(to: names) : found
    return ContentDifference.differences(expected: expected, found: copy)
      .filter { !isMoved($0, in: copy) }
      .map { BackupFinding(.content, $0.name, $0.words) }
  }

  /// Whether a sequence stands where it may have stood while pg_dump was at work.
  private func isMoved(_ difference: ContentDifference, in copy: Contents) -> Bool {
    guard case .value = difference.change,
      let before = manifest.contents?.value(of: difference.name)?.number,
      let after = manifest.movedSequences.value(of: difference.name)?.number,
      let now = copy.value(of: difference.name)?.number
    else { return false }
    return (min(before, after)...max(before, after)).contains(now)
  }
}

extension CatalogObject {
  fileprivate var isInvalidIndex: Bool { kind == .index && value("valid") == "no" }
}

extension Contents {
  fileprivate func value(of sequence: String) -> SequenceValue? { sequences.value(of: sequence) }
}

extension [SequenceValue] {
  fileprivate func value(of sequence: String) -> SequenceValue? {
    first { $0.sequence.isSpelled(as: sequence) }
  }
}

extension SequenceValue {
  fileprivate var number: Int? { Int(lastValue) }
}
