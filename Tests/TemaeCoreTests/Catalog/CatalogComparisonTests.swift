import TemaeCore
import Testing

@Suite struct CatalogComparisonTests {
  private func table(_ name: String = "public.orders") -> CatalogObject {
    CatalogObject(
      kind: .table, name: name, schema: "public",
      properties: [
        .init(name: "rowSecurity", value: "yes"), .init(name: "owner", value: "mei"),
      ])
  }

  private func column(
    _ name: String, _ type: String = "text", position: Int = 1, of table: String = "public.orders"
  ) -> CatalogObject {
    CatalogObject(
      kind: .column, name: "\(table).\(name)", parent: table, schema: "public",
      properties: [
        .init(name: "type", value: type), .init(name: "position", value: "\(position)"),
      ])
  }

  private func compare(
    _ expected: [CatalogObject], _ found: [CatalogObject], _ rules: CatalogRules = .equal
  ) -> CatalogComparison {
    CatalogComparison(
      expected: Catalog(objects: expected), found: Catalog(objects: found), rules: rules)
  }

  @Test func `a catalog equals itself, in whatever order its objects come`() {
    let objects = [table(), column("id"), column("note", position: 2)]
    #expect(compare(objects, objects.reversed()).isEqual)
    let bytes = Catalog(objects: objects).canonicalBytes
    #expect(bytes == Catalog(objects: objects.reversed()).canonicalBytes)
  }

  @Test func `a declared column that is missing is named`() {
    let declared = [table(), column("id"), column("note")]
    let comparison = compare(declared, [table(), column("id")])
    #expect(
      comparison.differences == [
        CatalogDifference(
          kind: .column, name: "public.orders.note", parent: "public.orders", change: .missing)
      ])
  }

  @Test func `a changed property is named with both values`() {
    let (declared, actual) = (column("id", "bigint"), column("id", "integer"))
    let comparison = compare([table(), declared], [table(), actual])
    #expect(
      comparison.differences.map(\.change) == [
        .changed([.init(property: "type", expected: "bigint", found: "integer")])
      ])
  }

  @Test func `a property that one side lacks is named`() {
    var bare = table()
    bare.properties.removeAll { $0.name == "rowSecurity" }
    #expect(
      compare([table()], [bare]).differences.map(\.change) == [
        .changed([.init(property: "rowSecurity", expected: "yes", found: nil)])
      ])
    #expect(
      compare([bare], [table()]).differences.map(\.change) == [
        .changed([.init(property: "rowSecurity", expected: nil, found: "yes")])
      ])
  }

  @Test func `the parts of a missing table are not named one by one`() {
    let comparison = compare([table(), column("id"), column("note")], [])
    #expect(comparison.differences.map(\.name) == ["public.orders"])
  }

  @Test func `what a file does not declare is listed apart, unless it must be exact`() {
    let (declared, actual) = ([table(), column("id")], [table(), column("id"), column("note")])
    let comparison = compare(declared, actual, .declared)
    #expect(comparison.isEqual)
    #expect(comparison.extras.map(\.name) == ["public.orders.note"])
    let exact = compare(declared, actual, .exactlyDeclared)
    #expect(exact.differences.map(\.change) == [.added])
    #expect(exact.extras.isEmpty)
  }

  @Test func `a grantee may do more than a file grants, and not less`() {
    func grant(_ privileges: String) -> CatalogObject {
      CatalogObject(
        kind: .grant, name: "table a to anon",
        properties: [.init(name: "privileges", value: privileges)])
    }
    let (some, all) = (grant("insert, select"), grant("delete, insert, select"))
    #expect(compare([some], [all], .declared).isEqual)
    #expect(!compare([some], [all], .exactlyDeclared).isEqual)
    #expect(!compare([all], [some], .declared).isEqual)
  }

  @Test func `owners count between databases and not with a file`() {
    var other = table()
    other.properties = other.properties.map {
      $0.name == "owner" ? CatalogProperty(name: "owner", value: "ken") : $0
    }
    #expect(compare([table()], [other], .declared).isEqual)
    #expect(!compare([table()], [other], .equal).isEqual)
  }

  @Test func `the order of columns is one difference of the table, over the common columns only`() {
    let before = [table(), column("a"), column("b", position: 2), column("c", position: 3)]
    let moved = [table(), column("b"), column("a", position: 2), column("c", position: 3)]
    #expect(
      compare(before, moved).differences == [
        CatalogDifference(
          kind: .table, name: "public.orders",
          change: .changed([
            .init(property: "columnOrder", expected: "a, b, c", found: "b, a, c")
          ]))
      ])
    #expect(compare(before, moved, .declared).isEqual)
    let without = [table(), column("b"), column("c", position: 2)]
    #expect(compare(before, without).differences.map(\.change) == [.missing])
  }

  @Test func `names that Unicode takes for one are two, as in PostgreSQL`() {
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    let comparison = compare([column(composed)], [column(decomposed)])
    #expect(comparison.differences.map(\.change) == [.added, .missing])
    let (one, other) = (column("a", composed), column("a", decomposed))
    #expect(!compare([one], [other]).isEqual)
  }

  @Test func `a catalog reads what it wrote, whatever the names hold`() throws {
    let objects = [
      table(#"public."a ""b"" \ c""#), column("x\n\u{1B}[2J", "text", of: "s.\u{0001}"),
      CatalogObject(kind: .extension, name: "citext"),
    ]
    let catalog = Catalog(objects: objects)
    var reader = CanonicalReader(catalog.canonicalBytes)
    let read = try Catalog(from: &reader)
    try reader.end()
    #expect(read.canonicalBytes == catalog.canonicalBytes)
  }

  @Test(arguments: [
    #"{"format":2,"objects":[]}"#,
    #"{"format":1,"objects":[{"kind":"cloud","name":"a","properties":{}}]}"#,
    #"{"format":1,"objects":[{"kind":"table","name":"a","properties":{"b":"1","a":"2"}}]}"#,
    #"{"format":1,"objects":[{"kind":"table","name":"a","properties":{"b":"1""b":"2"}}]}"#,
  ])
  func `another form is refused`(text: String) {
    var reader = CanonicalReader(Array(text.utf8))
    #expect(throws: CanonicalReader.Malformed.self) { try Catalog(from: &reader) }
  }

  @Test func `a catalog can be restricted to schemas`() {
    let other = CatalogObject(kind: .table, name: "shop.a", schema: "shop")
    let catalog = Catalog(objects: [table(), other, CatalogObject(kind: .extension, name: "x")])
    #expect(catalog.restricted(to: ["shop"]).objects == [other])
    #expect(catalog.restricted(to: []) == catalog)
  }
}
