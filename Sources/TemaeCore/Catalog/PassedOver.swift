/// What a file that looks only for names passes over: `CREATE TABLE IF NOT EXISTS` on a table that is
/// there changes nothing and succeeds, whatever columns differ.
enum PassedOver {
  /// Whether the file will leave this difference as it is.
  ///
  /// What is missing as a whole will be made. What is made by a statement of its own, also where it
  /// is part of a table, will be made or replaced: functions, triggers, policies, grants.
  static func contains(_ difference: CatalogDifference) -> Bool {
    switch difference.change {
    case .added: return true
    case .missing:
      return difference.kind == .column || difference.kind == .constraint
    case .changed(let changes):
      switch difference.kind {
      case .column, .constraint, .index, .type, .sequence, .materializedView: return true
      case .table: return changes.contains { shapes.contains($0.property) }
      case .schema, .extension, .function, .trigger, .policy, .rule, .view, .statistics,
        .eventTrigger, .grant, .defaultPrivileges:
        return false
      }
    }
  }

  /// The properties of a table that only making it sets; others have statements of their own.
  private static let shapes: Set<String> = [
    "inherits", "kind", "partitionBound", "partitionKey", "persistence", "server",
  ]
}
