import TestSupport
import Testing

@testable import TemaeCore

/// What the catalog says of a concurrent index statement whose end nobody saw.
struct IndexVerdictTests {
  private static func index(
    _ number: Int, _ isValid: Bool = true, matches: Bool? = nil, name: String = "public.x",
    isSubject: Bool = true
  ) -> IndexSighting {
    IndexSighting(
      isValid: isValid, matches: matches, name: name, objectID: number, isSubject: isSubject)
  }

  private func verdict(
    _ text: String, _ before: [IndexSighting]?, _ after: [IndexSighting]
  ) throws -> SettlementVerdict? {
    try #require(ConcurrentIndex(text)).verdict(before: before, after: after)
  }

  @Test func `a build is done when a new, valid and equal index is there`() throws {
    let create = "create index concurrently x on t (n)"
    #expect(try verdict(create, [], [Self.index(2, matches: true)]) == .done)
    #expect(try verdict(create, [], [Self.index(2, false)]) == .failed)
    #expect(try verdict(create, [], []) == .again)
    // What was there before is not the attempt's.
    #expect(try verdict(create, [Self.index(2)], [Self.index(2, matches: true)]) == .again)
    // Another definition, one that nobody could compare, and nobody who looked before.
    #expect(try verdict(create, [], [Self.index(2, matches: false)]) == nil)
    #expect(try verdict(create, [], [Self.index(2)]) == nil)
    #expect(try verdict(create, nil, [Self.index(2, matches: true)]) == nil)
  }

  @Test func `a drop is done when the index is gone`() throws {
    let drop = "drop index concurrently x"
    #expect(try verdict(drop, [Self.index(2)], []) == .done)
    #expect(try verdict(drop, [Self.index(2)], [Self.index(2, false)]) == .again)
    #expect(try verdict(drop, [Self.index(2)], [Self.index(3)]) == nil)
    #expect(try verdict(drop, [], []) == .again)
    #expect(try verdict("drop index concurrently if exists x", [], []) == .done)
  }

  @Test func `a rebuild is done when every index has another number under its name`() throws {
    let rebuild = "reindex table concurrently t"
    let before = [Self.index(2), Self.index(3, name: "public.y")]
    let rebuilt = [Self.index(4), Self.index(5, name: "public.y")]
    let half = Self.index(6, false, name: "public.y_ccold", isSubject: false)
    #expect(try verdict(rebuild, before, rebuilt) == .done)
    #expect(try verdict(rebuild, before, rebuilt + [half]) == .done)
    #expect(try verdict(rebuild, before, before) == .again)
    #expect(try verdict(rebuild, before, [rebuilt[0], before[1]]) == .again)
    #expect(try verdict(rebuild, before, before + [half]) == .failed)
    // An invalid one that was there before stays nobody's.
    #expect(try verdict(rebuild, before + [half], before + [half]) == .again)
    #expect(try verdict(rebuild, nil, rebuilt) == nil)
  }

  @Test func `the machine looks before the first attempt and after a lost one`() throws {
    var trace = try Trace(.sample([.sample("1", [Self.build])]))
    #expect(trace.next == .inspect(activity: "1/a", attempt: 1))
    try trace.happen(.indexesObserved(IndexesObserved(activity: "1/a", attempt: 1, indexes: [])))
    #expect(trace.next == .start(activity: "1/a", attempt: 1))
    try trace.lose("1/a")
    #expect(trace.next == .inspect(activity: "1/a", attempt: 1))
    try trace.happen(
      .indexesObserved(
        IndexesObserved(activity: "1/a", attempt: 1, indexes: [Self.index(2, false)])))
    #expect(trace.next == .conclude(activity: "1/a", attempt: 1, verdict: .failed))
    try trace.happen(
      .attemptSettled(
        AttemptSettled(activity: "1/a", attempt: 1, evidence: .catalog, verdict: .failed)))
    try trace.halt()
    try trace.command(.resume)
    #expect(trace.next == .ask(.failure(activity: "1/a", remedies: ["1/a@drop"])))
    #expect(trace.state.definition("1/a@drop")?.text == "drop index concurrently public.x")
    try trace.command(.remedy(activity: "1/a", remedy: "1/a@drop", reason: nil))
    #expect(trace.next == .start(activity: "1/a@drop", attempt: 1))
    try trace.succeed("1/a@drop")
    #expect(trace.next == .start(activity: "1/a", attempt: 2))
  }

  @Test func `where nothing was left behind nothing is dropped`() throws {
    var trace = try Trace(.sample([.sample("1", [Self.build])]))
    let old = IndexesObserved(activity: "1/a", attempt: 1, indexes: [Self.index(2, false)])
    try trace.happen(.indexesObserved(old))
    try trace.fail("1/a")
    #expect(trace.next == .inspect(activity: "1/a", attempt: 1))
    try trace.happen(.indexesObserved(old))
    #expect(trace.next == .halt(reason: .failed, activity: "1/a"))
    #expect(trace.state.leftovers(of: "1/a") == [])
    #expect(throws: Rejection.self) {
      try trace.command(.remedy(activity: "1/a", remedy: "1/a@drop", reason: nil))
    }
  }

  private static let build = Activity(
    id: "1/a", kind: .sql, role: .change, language: "sql", line: 1,
    text: "create index concurrently x on t (n);",
    settings: {
      var settings = ActivitySettings()
      settings.database = "main"
      settings.isOutsideTransaction = true
      return settings
    }())
}
