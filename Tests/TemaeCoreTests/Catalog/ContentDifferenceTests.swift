import TemaeCore
import Testing

@Suite struct ContentDifferenceTests {
  private let before = Contents(
    tables: [
      TableContent(table: "public.a", rows: 2, digest: "00"),
      TableContent(table: "public.b", rows: 3, digest: "11"),
    ],
    sequences: [SequenceValue(sequence: "public.s", lastValue: "7", isCalled: true)])

  @Test func `equal contents have no difference`() {
    #expect(ContentDifference.differences(expected: before, found: before).isEmpty)
  }

  @Test func `rewritten rows are found behind equal counts, other counts are told`() {
    let now = Contents(
      tables: [
        TableContent(table: "public.b", rows: 4, digest: "33"),
        TableContent(table: "public.a", rows: 2, digest: "22"),
      ],
      sequences: [SequenceValue(sequence: "public.s", lastValue: "7", isCalled: false)])
    #expect(
      ContentDifference.differences(expected: before, found: now) == [
        ContentDifference(name: "public.a", change: .rewritten(rows: 2)),
        ContentDifference(name: "public.b", change: .rows(expected: 3, found: 4)),
        ContentDifference(
          name: "public.s", change: .value(expected: "7", found: "7, not given out")),
      ])
  }

  @Test func `missing and added tables are told`() {
    let now = Contents(tables: [TableContent(table: "public.c", rows: 0, digest: "")])
    #expect(
      ContentDifference.differences(expected: before, found: now).map(\.change)
        == [.missing, .missing, .added, .missing])
  }

  @Test func `what was not read is never equal`() {
    let now = Contents(
      tables: [before.tables[1]], sequences: before.sequences,
      unread: [UnreadContent(name: "public.a", reason: "locked")])
    #expect(
      ContentDifference.differences(expected: before, found: now) == [
        ContentDifference(name: "public.a", change: .unread(reason: "locked"))
      ])
  }

  @Test func `contents read what they wrote`() throws {
    var writer = CanonicalWriter()
    before.write(to: &writer)
    var reader = CanonicalReader(writer.bytes)
    #expect(try Contents(from: &reader) == before)
  }
}
