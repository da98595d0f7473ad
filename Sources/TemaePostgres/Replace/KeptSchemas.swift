import TemaeCore

/// The schemas that stay when everything in them is dropped, made as a script expects them.
///
/// `public` stays, which no script makes, and so do those in which extensions live.
struct KeptSchemas {
  private let session: Session
  private let catalog: Catalog
  /// Their names as SQL writes them, and whether an extension made them.
  private let schemas: [(name: String, plain: String, isExtensions: Bool)]

  /// Finds them, when all that is dropped is gone.
  init(_ session: Session, _ catalog: Catalog) throws(Session.Trouble) {
    self.session = session
    self.catalog = catalog
    schemas = try session.ask(Self.query).map { ($0[0] ?? "", $0[1] ?? "", $0[2] == "t") }
  }

  /// Lines of pg_restore's list begin so, behind their numbers, where they would make what stays.
  var entries: [String] { schemas.map { "SCHEMA - \($0.plain) " } }

  /// Gives them the backup's owners and comments, and nobody any right that the script does not grant.
  func reset() throws(Session.Trouble) {
    for schema in schemas where !schema.isExtensions {
      let found = catalog.objects.first { $0.isSchema(schema.name) }
      guard let wanted = found else { continue }
      var statements: [[String?]] = []
      statements += try session.ask(Self.owner, [schema.plain, wanted.value("owner")])
      statements += try session.ask(Self.comment, [schema.plain, wanted.value("comment")])
      for statement in statements.compactMap({ $0.first ?? nil }) {
        try session.carryOut(statement)
      }
      // Asked for now: a new owner has the old one's rights.
      let grants = try session.ask(Self.grants, [schema.plain])
      for statement in grants.compactMap({ $0.first ?? nil }) { try session.carryOut(statement) }
      guard schema.plain == "public" else { continue }
      let rights = session.serverVersion >= 150_000 ? "usage" : "usage, create"
      try session.carryOut("grant \(rights) on schema public to public")
    }
  }

  /// Makes `public` where the backup has it and the database has not.
  static func makePublic(_ session: Session, _ catalog: Catalog) throws(Session.Trouble) {
    guard catalog.objects.contains(where: { $0.isSchema("public") }),
      try session.ask("select from pg_namespace where nspname = 'public'").isEmpty
    else { return }
    try session.carryOut("create schema public")
  }

  private static let query = """
    select quote_ident(n.nspname), n.nspname, exists (
      select from pg_depend e where e.classid = 'pg_namespace'::regclass and e.objid = n.oid
        and e.deptype = 'e')
    from pg_namespace n
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'temae') order by n.oid
    """

  private static let owner = """
    select format('alter schema %I owner to %I', nspname, $2::text) from pg_namespace
    where nspname = $1 and pg_get_userbyid(nspowner) <> $2
    """

  private static let comment = """
    select format('comment on schema %I is %s', nspname, quote_nullable($2)) from pg_namespace
    where nspname = $1 and obj_description(oid, 'pg_namespace') is distinct from $2
    """

  private static let grants = """
    select statement from (
      select distinct 1 as turn, format('revoke all on schema %I from %s cascade', nspname,
        case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end) as statement
      from pg_namespace, aclexplode(nspacl) where nspname = $1 and grantee <> nspowner
      union all
      select 2, format('grant all on schema %I to %I', nspname, pg_get_userbyid(nspowner))
      from pg_namespace where nspname = $1 and nspacl is not null
    ) s order by turn
    """
}

extension CatalogObject {
  fileprivate func isSchema(_ name: String) -> Bool { kind == .schema && self.name == name }
}
