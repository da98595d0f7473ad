import TemaeCore
import Testing

struct RehearsalResultTests {
  private static func stages(_ ids: [String]) -> [Plan.Stage] {
    var runbook = Runbook(title: "T", digest: .zero)
    runbook.phases = [
      Phase(
        id: "1", title: "P", line: 1,
        steps: ids.map { id in
          let change = Activity(id: "\(id)/a", kind: .sql, role: .change, line: 3, text: "")
          return Step(id: id, title: "Step \(id)", line: 2, activities: [change])
        })
    ]
    return Plan(of: runbook).stages
  }

  private static func look(
    _ tables: [String: String], columns: [String] = [], at value: String = "1"
  ) -> RehearsalLook {
    let names = tables.keys.sorted()
    let objects =
      names.map { CatalogObject(kind: .table, name: $0, schema: "public", properties: []) }
      + columns.map {
        CatalogObject(
          kind: .column, name: $0, parent: String($0.prefix { $0 != "." }), schema: "public",
          properties: [])
      }
    return RehearsalLook(
      catalog: Catalog(objects: objects),
      contents: Contents(
        tables: names.map { TableContent(table: $0, rows: 1, digest: tables[$0] ?? "") },
        sequences: [SequenceValue(sequence: "s", lastValue: value, isCalled: true)]))
  }

  private func passage(_ id: String, _ look: RehearsalLook) -> RehearsalResult.Passage {
    RehearsalResult.Passage(id: id, title: "Step \(id)", microseconds: 1, look: look)
  }

  private func result(
    _ passages: [RehearsalResult.Passage], of steps: [String]? = nil, end: RehearsalLook
  ) -> RehearsalResult {
    RehearsalResult(
      of: Self.stages(steps ?? passages.map(\.id)), start: Self.look(["a": "1", "b": "1"]),
      passages: passages, end: end,
      plan: RollbackPlan(of: Runbook(title: "T", digest: .zero)))
  }

  @Test func `what is as it was is undone, and what altered nothing is said to`() {
    let result = result(
      [
        passage("1", Self.look(["a": "2", "b": "1", "c": "1"])),
        passage("2", Self.look(["a": "2", "b": "1", "c": "1"], at: "7")),
      ], end: Self.look(["a": "1", "b": "1"], at: "7"))
    #expect(result.isUndone)
    #expect(result.steps.map(\.verdict) == [.undone, .nothing])
    #expect(result.steps.map(\.alteredCount) == [2, 0])
    #expect(result.moved == ["s stands at 7, expected 1"])
  }

  @Test func `rows that were rewritten are put down to the step that altered their table`() {
    let result = result(
      [
        passage("1", Self.look(["a": "2", "b": "1"])),
        passage("2", Self.look(["a": "2", "b": "2"])),
      ], end: Self.look(["a": "1", "b": "3"]))
    #expect(!result.isUndone)
    #expect(result.steps[0].verdict == .undone)
    guard case .differs(let differences) = result.steps[1].verdict else {
      Issue.record("\(result.steps[1].verdict)")
      return
    }
    #expect(differences.map(\.object) == ["b"])
    #expect(differences[0].words.contains("not the same ones"))
    #expect(result.strange == [])
  }

  @Test func `a step of which nothing was carried out is said not to be rehearsed, in its place`() {
    let result = result(
      [passage("2", Self.look(["a": "2", "b": "1"]))], of: ["1", "2", "3"],
      end: Self.look(["a": "1", "b": "1"]))
    #expect(result.steps.map(\.id) == ["1", "2", "3"])
    #expect(result.steps.map(\.verdict.word) == [.notRehearsed, .undone, .notRehearsed])
    #expect(result.isUndone)
  }

  @Test func `a column that stays is a difference of its table`() {
    let result = result(
      [passage("1", Self.look(["a": "1", "b": "1"], columns: ["a.x"]))],
      end: Self.look(["a": "1", "b": "1"], columns: ["a.x"]))
    #expect(!result.isUndone)
    guard case .differs(let differences) = result.steps[0].verdict else {
      Issue.record("\(result.steps[0].verdict)")
      return
    }
    #expect(differences.map(\.object) == ["a"])
  }

  @Test func `what no step had altered, the rollback did`() {
    let result = result(
      [passage("1", Self.look(["a": "2", "b": "1"]))], end: Self.look(["a": "1"]))
    #expect(result.steps[0].verdict == .undone)
    #expect(result.strange.map(\.object) == ["b"])
    #expect(!result.isUndone)
  }
}
