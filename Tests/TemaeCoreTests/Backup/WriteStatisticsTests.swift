import TemaeCore
import Testing

/// What was written between two looks at a server's counters.
struct WriteStatisticsTests {
  private func table(_ name: String, _ number: Int, _ counts: (Int, Int, Int)) -> TableWrites {
    TableWrites(
      table: name, number: String(number), inserted: counts.0, updated: counts.1,
      deleted: counts.2)
  }

  private let before: WriteStatistics

  init() {
    before = WriteStatistics(
      since: "1 2",
      tables: [
        TableWrites(table: "public.b", number: "11", inserted: 5, updated: 1, deleted: 2),
        TableWrites(table: "public.a", number: "10", inserted: 9, updated: 0, deleted: 0),
      ])
  }

  @Test func `a table counts from where it stood, a new one from nothing`() throws {
    let now = WriteStatistics(
      since: "1 2",
      tables: [
        table("public.a", 10, (9, 0, 0)), table("public.c", 12, (3, 0, 1)),
        table("public.b", 11, (8, 1, 4)),
        // Dropped and made anew under the old name.
        table("public.d", 13, (1, 0, 0)),
      ])
    #expect(
      now.written(since: before)
        == .known([
          table("public.b", 11, (3, 0, 2)), table("public.c", 12, (3, 0, 1)),
          table("public.d", 13, (1, 0, 0)),
        ]))
  }

  @Test func `counters that began anew tell nothing`() {
    let restarted = WriteStatistics(since: "1 3", tables: before.tables)
    #expect(restarted.written(since: before) == .unknown("the server's statistics were reset"))
    let lower = WriteStatistics(since: "1 2", tables: [table("public.b", 11, (4, 1, 2))])
    #expect(
      lower.written(since: before)
        == .unknown("the server's statistics of public.b were reset"))
  }
}
