import TemaeCore

/// An extension of a database.
struct InstalledExtension {
  /// Its name as SQL writes it.
  let name: String
  private let version: String
  private let schema: String
  /// Whether it keeps rows that a backup holds and nobody compares.
  let hasRows: Bool

  /// All of them.
  static func all(_ session: Session) throws(Session.Trouble) -> [InstalledExtension] {
    try session.ask(
      """
      select quote_ident(e.extname), e.extversion, n.nspname, cardinality(e.extconfig) > 0
      from pg_extension e join pg_namespace n on n.oid = e.extnamespace order by e.oid
      """
    ).map {
      InstalledExtension(
        name: $0[0] ?? "", version: $0[1] ?? "", schema: $0[2] ?? "", hasRows: $0[3] == "t")
    }
  }

  /// Whether it is the one of a schema: then it stays as it is, with all that belongs to it.
  func isIn(_ catalog: Catalog) -> Bool {
    catalog.objects.contains {
      $0.kind == .extension && $0.name == name && $0.value("version") == version
        && $0.value("schema") == schema
    }
  }
}
