import Testing

@testable import TemaeCore

struct ConcurrentIndexTests {
  @Test func `a build names its index, its table and its definition`() throws {
    let text = """
      -- for the search
      Create Unique Index Concurrently If Not Exists "Cup ""s" on only tea."My cups"
        using gin (n) where n > 0;
      """
    let index = try #require(ConcurrentIndex(text))
    #expect(index.kind == .create)
    #expect(index.name == "\"Cup \"\"s\"")
    #expect(index.table == "tea.\"My cups\"")
    #expect(index.isUnique && index.isConditional)
    #expect(index.definition == "using gin (n) where n > 0")
  }

  @Test(arguments: [
    ("drop index concurrently if exists tea.x cascade;", ConcurrentIndex.Kind.drop, "tea.x"),
    ("reindex index concurrently \"X\"", .reindexIndex, "\"X\""),
    ("reindex (verbose, concurrently) table t", .reindexTable, "t"),
    ("reindex (concurrently true) index x;", .reindexIndex, "x"),
  ])
  func `drops and rebuilds are known`(
    text: String, kind: ConcurrentIndex.Kind, name: String
  ) throws {
    let index = try #require(ConcurrentIndex(text))
    #expect(index.kind == kind)
    #expect(index.name == name)
  }

  @Test(arguments: [
    "create index concurrently on t (n)", "create index x on t (n)", "drop index x",
    "drop index concurrently x, y", "reindex table t", "reindex (concurrently false) table t",
    "reindex schema concurrently s", "reindex database concurrently d", "vacuum t", "",
    "create index concurrently", "reindex (", "select 'create index concurrently x on t'",
  ])
  func `everything else needs a probe`(text: String) {
    #expect(ConcurrentIndex(text) == nil)
  }
}
