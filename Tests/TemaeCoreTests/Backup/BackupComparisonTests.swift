import TemaeCore
import TestSupport
import Testing

struct BackupComparisonTests {
  private static func object(
    _ kind: CatalogObject.Kind, _ name: String, _ properties: [(String, String)] = [],
    parent: String? = nil
  ) -> CatalogObject {
    CatalogObject(
      kind: kind, name: name, parent: parent, schema: "public",
      properties: properties.map { CatalogProperty(name: $0.0, value: $0.1) })
  }

  private static let table = object(.table, "public.orders", [("owner", "mei")])

  private func findings(
    _ expected: [CatalogObject], _ found: [CatalogObject], kind: BackupKind = .full,
    contents: Contents = BackupSamples.contents, rights: Bool = true
  ) -> [String] {
    BackupComparison(
      manifest: BackupSamples.manifest(kind: kind), catalog: Catalog(objects: expected),
      comparesRights: rights
    ).findings(copy: Catalog(objects: found), contents: contents).map(\.problem)
  }

  private func contents(rows: Int = 70_000, digest: String? = nil, value: String = "70000")
    -> Contents
  {
    let sample = BackupSamples.contents
    return Contents(
      tables: [
        TableContent(
          table: "public.orders", rows: rows, digest: digest ?? sample.tables[0].digest)
      ],
      sequences: [
        SequenceValue(sequence: "public.orders_id_seq", lastValue: value, isCalled: true)
      ])
  }

  @Test func `the schema that a new database has is no finding where there was none`() {
    let new = [
      Self.object(.schema, "public"), Self.object(.grant, "schema public to public"),
    ]
    let shop = CatalogObject(kind: .schema, name: "shop", schema: "shop")
    #expect(findings([shop], [shop] + new) == [])
    #expect(findings([shop] + new, [shop] + new) == [])
    #expect(findings([shop] + new, [shop]).count == 2)
    #expect(findings([shop], [shop, Self.table] + new) != [])
  }

  @Test func `an equal copy has no findings, and each difference names its object`() {
    #expect(findings([Self.table], [Self.table]) == [])
    #expect(findings([Self.table], []) == ["table public.orders is missing"])
    #expect(
      findings([], [Self.table]) == ["table public.orders is there, and was not expected"])
    #expect(
      findings([], [], contents: contents(rows: 69_999))
        == ["public.orders has 69999 rows, expected 70000"])
    #expect(
      findings([], [], contents: contents(digest: "0"))
        == ["public.orders has as many rows as expected (70000), and not the same ones"])
    #expect(
      findings([], [], contents: Contents(tables: [])) == [
        "public.orders is missing", "public.orders_id_seq is missing",
      ])
  }

  @Test(arguments: [
    ("70000", true), ("70004", true), ("70009", true), ("69999", false), ("70010", false),
  ])
  func `a sequence that moved on may stand between, and nowhere else`(value: String, isFine: Bool) {
    #expect(findings([], [], contents: contents(value: value)).isEmpty == isFine)
  }

  @Test func `what pg_dump leaves out is a remark`() {
    let invalid = Self.object(.index, "public.orders_note", [("valid", "no")])
    #expect(findings([invalid], []) == [])
    let valid = Self.object(.index, "public.orders_note", [("valid", "yes")])
    #expect(findings([valid], []) == ["index public.orders_note is missing"])
    let comparison = BackupComparison(
      manifest: BackupSamples.manifest(), catalog: Catalog(objects: [invalid, Self.table]))
    #expect(comparison.remarks.count == 1)
    #expect(comparison.remarks[0].contains("public.orders_note"))
  }

  @Test func `of some tables, neither the others' rows nor foreign keys count`() {
    let key = Self.object(
      .constraint, "public.orders.orders_guest_fkey", [("kind", "foreign key")],
      parent: "public.orders")
    #expect(findings([Self.table, key], [Self.table], kind: .full).count == 1)
    #expect(findings([Self.table, key], [Self.table], kind: .tables) == [])
    let more = Contents(
      tables: contents().tables + [TableContent(table: "public.other", rows: 0, digest: "0")],
      sequences: contents().sequences)
    #expect(
      findings([], [], contents: more)
        == ["public.other is there, and was not expected"])
    #expect(findings([], [], kind: .tables, contents: more) == [])
  }

  @Test func `owners and grants count where the copy has them`() {
    let grant = Self.object(.grant, "table public.orders to steward", [("privileges", "select")])
    let other = Self.object(.table, "public.orders", [("owner", "ken")])
    #expect(findings([Self.table, grant], [other]).count == 2)
    #expect(findings([Self.table, grant], [other], rights: false) == [])
  }

  @Test func `a view that was filled must be filled in a full copy only`() {
    func view(_ populated: String) -> CatalogObject {
      Self.object(.materializedView, "public.sums", [("populated", populated)])
    }
    #expect(findings([view("yes")], [view("no")]).count == 1)
    #expect(findings([view("yes")], [view("no")], kind: .schema, contents: .init(tables: [])) == [])
  }
}
