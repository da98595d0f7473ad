import FoundationEssentials
import TemaeCore
import TemaeReport
import Testing

// The page on comparing holds an example. With `TEMAE_UPDATE=1` in the environment it is written,
// otherwise it is compared.
@Suite("A schema's comparison as people and programs read it", .serialized)
struct SchemaReportTests {
  private static let path = URL(filePath: #filePath)
    .appending(path: "../../../docs/reference/schema-compare.md").standardized.path

  @Test(arguments: ["text", "json"])
  func `the page shows the example as it is printed`(part: String) throws {
    let printed = part == "text" ? Self.report().text(.plain) : Self.report().json()
    let example = "\n```\(part)\n\(printed)```\n\n"
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let begin = "<!-- \(part): begin -->\n"
    let start = try #require(page.firstRange(of: begin)?.upperBound)
    let end = try #require(page.firstRange(of: "<!-- \(part): end -->")?.lowerBound)
    if ProcessInfo.processInfo.environment["TEMAE_UPDATE"] == "1" {
      let updated = page[..<start] + example + page[end...]
      try String(updated).write(toFile: Self.path, atomically: true, encoding: .utf8)
    } else {
      #expect(
        page[start..<end] == example,
        "write it anew: TEMAE_UPDATE=1 swift test --filter SchemaReportTests")
    }
  }

  @Test func `equal is said only when the contents are equal, too`() {
    var report = Self.report()
    let catalog = Catalog(objects: [])
    report.schema = CatalogComparison(expected: catalog, found: catalog, rules: .equal)
    #expect(report.isEqual)
    #expect(report.text(.plain).hasPrefix("✓ equal: the schema of shop"))
    report.contents = []
    report.contentCount = 3
    #expect(report.text(.plain).contains("3 tables and sequences compared"))
    report.contents = [ContentDifference(name: "public.a", change: .unread(reason: "a lock"))]
    #expect(!report.isEqual)
    #expect(report.text(.plain).contains("public.a was not compared: a lock"))
  }

  @Test func `contents are told apart`() {
    var report = Self.report()
    report.contents = [
      ContentDifference(name: "a", change: .rows(expected: 1, found: 2)),
      ContentDifference(name: "b", change: .rewritten(rows: 3)),
      ContentDifference(name: "s", change: .value(expected: "4", found: "5")),
      ContentDifference(name: "c", change: .missing), ContentDifference(name: "d", change: .added),
    ]
    let text = report.text(.plain)
    #expect(text.contains("a has 2 rows, expected 1"))
    #expect(text.contains("b has as many rows as expected (3), and not the same ones"))
    #expect(text.contains("s stands at 5, expected 4"))
    let json = report.json()
    for word in ["rows", "rewritten", "value", "missing", "added"] {
      #expect(json.contains("\"change\": \"\(word)\""))
    }
  }

  @Test func `names from a database cannot command a terminal`() {
    var report = Self.report()
    let hostile = CatalogObject(kind: .table, name: "\"a\u{1B}[2J\n\u{202E}b\"")
    report.schema = CatalogComparison(
      expected: Catalog(objects: [hostile]), found: Catalog(objects: []), rules: .equal)
    for text in [report.text(.plain), report.json()] {
      #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
    }
    #expect(report.text(.plain).split(separator: "\n").count == 3)
  }

  @Test func `of a long text the first line that differs is shown`() {
    func function(_ body: String) -> Catalog {
      Catalog(objects: [
        CatalogObject(
          kind: .function, name: "f()", properties: [CatalogProperty(name: "body", value: body)])
      ])
    }
    let comparison = CatalogComparison(
      expected: function("begin\n  a := 1;\n  return a;\nend"),
      found: function("begin\n  a := 2;\n  return a;\nend"), rules: .equal)
    #expect(
      comparison.lines == [
        "function f(): body differs from line 2 on: is a := 2;, expected a := 1;"
      ])
    let cut = CatalogComparison(
      expected: function("begin\nend"), found: function("begin"), rules: .equal)
    #expect(
      cut.lines == ["function f(): body differs from line 2 on: is nothing, expected end"])
  }

  private static func column(
    _ name: String, _ table: String = "public.orders", _ properties: [(String, String)] = []
  ) -> CatalogObject {
    CatalogObject(
      kind: .column, name: "\(table).\(name)", parent: table, schema: "public",
      properties: properties.map { CatalogProperty(name: $0.0, value: $0.1) })
  }

  private static func report() -> SchemaReport {
    func table(_ name: String) -> CatalogObject {
      CatalogObject(kind: .table, name: name, schema: "public")
    }
    let declared = Catalog(objects: [
      table("public.orders"), column("note", "public.orders", [("type", "text")]),
      column("total", "public.orders", [("notNull", "yes"), ("type", "bigint")]),
      CatalogObject(
        kind: .constraint, name: "public.orders.orders_total_check", parent: "public.orders",
        schema: "public", properties: [CatalogProperty(name: "validated", value: "yes")]),
    ])
    let found = Catalog(objects: [
      table("public.orders"),
      column("total", "public.orders", [("notNull", "no"), ("type", "integer")]),
      table("public.old_orders"), column("id", "public.old_orders"),
    ])
    return SchemaReport(
      expectation: .files(["baseline.sql"]),
      target: TargetIdentity(
        systemIdentifier: "7712178588657440961", timeline: 1, database: "shop",
        host: "db.example:5432", serverVersion: "15.18", role: "deploy"),
      schema: CatalogComparison(expected: declared, found: found, rules: .declared),
      isForeseen: true)
  }
}
