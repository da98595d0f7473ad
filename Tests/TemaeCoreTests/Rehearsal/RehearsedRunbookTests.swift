import TemaeCore
import Testing

struct RehearsedRunbookTests {
  private static func activity(
    _ id: String, _ kind: Activity.Kind = .sql, _ role: Role = .change, db: String? = "main",
    subject: String? = nil, capture: String? = nil, equals: String? = nil
  ) -> Activity {
    var activity = Activity(
      id: id, kind: kind, role: role, line: id.utf8.count, text: "", subject: subject)
    activity.settings.database = kind == .manual ? nil : db
    activity.settings.capture = capture
    activity.settings.comparison = equals.map {
      Comparison(kind: .equals, operand: $0, isCaptured: true)
    }
    activity.settings.isConfirmed = true
    return activity
  }

  private func runbook(_ activities: [Activity]) -> Runbook {
    var runbook = Runbook(title: "T", digest: .zero)
    runbook.settings.databases = [
      DatabaseReference(
        key: "main", variable: "URL", expectedDatabase: "shop", expectedHost: "db", line: 4)
    ]
    runbook.phases = [
      Phase(
        id: "1", title: "P", line: 1,
        steps: [Step(id: "1", title: "S", line: 2, activities: activities)])
    ]
    return runbook
  }

  private func reasons(_ activities: [Activity]) -> [String: NotRehearsed.Reason] {
    let left = RehearsedRunbook(of: runbook(activities), on: "main").left
    return Dictionary(left.map { ($0.activity, $0.reason) }) { first, _ in first }
  }

  @Test func `only blocks that name the database are carried out`() {
    let activities = [
      Self.activity("a"), Self.activity("b", .shell), Self.activity("c", .shell, db: nil),
      Self.activity("d", db: "other"), Self.activity("e", .manual, .item),
    ]
    let rehearsed = RehearsedRunbook(of: runbook(activities), on: "main")
    #expect(rehearsed.runbook.steps[0].activities.map(\.id) == ["a", "b"])
    #expect(rehearsed.runbook.steps[0].activities.allSatisfy { !$0.settings.isConfirmed })
    #expect(rehearsed.runbook.settings.databases[0].expectedDatabase == nil)
    #expect(rehearsed.runbook.settings.databases[0].expectedHost == nil)
    #expect(
      reasons(activities) == ["c": .unpinned, "d": .elsewhere(database: "other"), "e": .person])
  }

  @Test func `what says rehearse is carried out, whatever it reaches`() {
    var marked = Self.activity("a", .shell, db: nil)
    marked.settings.isRehearsed = true
    #expect(reasons([marked]) == [:])
    marked.settings.database = "other"
    #expect(reasons([marked]) == ["a": .elsewhere(database: "other")])
  }

  @Test(arguments: [
    "psql postgres://mei@db.example/shop -c 'select 1'", "psql \"HOST=db.example\"",
    "select dblink('service=shop', 'delete from t')", "pg_dump --host=db.example",
  ])
  func `a text that leads to a server by itself is left out`(text: String) {
    var named = Self.activity("a", .shell)
    named.text = text
    #expect(reasons([named]) == ["a": .address])
  }

  @Test(arguments: [
    "psql --host=\"$PGHOST\" -c 'select 1'", "psql host=${PGHOST}", "select 'ghost'", "",
  ])
  func `what leads to where the variables lead is carried out`(text: String) {
    var named = Self.activity("a", .shell)
    named.text = text
    #expect(reasons([named]) == [:])
  }

  @Test func `items that were answered beforehand are asked`() {
    let items = [Self.activity("i", .manual, .item), Self.activity("j", .manual, .item)]
    let rehearsed = RehearsedRunbook(of: runbook(items), on: "main", answered: ["i"])
    #expect(rehearsed.left.map(\.activity) == ["j"])
    #expect(rehearsed.runbook.steps[0].activities.map(\.id) == ["i"])
    #expect(!rehearsed.hasBlocks)
  }

  @Test func `steps of which nothing is carried out are known`() {
    let rehearsed = RehearsedRunbook(
      of: runbook([Self.activity("a", .shell, db: nil)]), on: "main")
    #expect(rehearsed.altering.map(\.id) == ["1"])
  }

  @Test func `what belongs to a block that is left out is left out with it`() {
    let activities = [
      Self.activity("a", .shell, db: nil), Self.activity("b", .sql, .probe, subject: "a"),
      Self.activity("c", .sql, .rollback, subject: "a"),
      Self.activity("d", .sql, .rollback, subject: "e"), Self.activity("e"),
    ]
    #expect(
      reasons(activities) == ["a": .unpinned, "b": .belongs(to: "a"), "c": .belongs(to: "a")])
  }

  @Test func `what is compared with a value that nothing captures here is left out`() {
    let activities = [
      Self.activity("a", .shell, .capture, db: nil, capture: "x"),
      Self.activity("b", .sql, .capture, capture: "y", equals: "x"),
      Self.activity("c", .sql, .check, equals: "y"),
      Self.activity("d", .sql, .capture, capture: "z"),
      Self.activity("e", .sql, .check, equals: "z"),
    ]
    #expect(
      reasons(activities)
        == ["a": .unpinned, "b": .compares(value: "x"), "c": .compares(value: "y")])
  }

  @Test func `blocks of sections are no exception`() {
    var runbook = runbook([Self.activity("a")])
    runbook.prerequisites = [
      Checklist(title: "P", line: 1, activities: [Self.activity("p", .shell, db: nil)])
    ]
    runbook.successCriteria = [
      Checklist(title: "S", line: 1, activities: [Self.activity("s", .shell, .check, db: nil)])
    ]
    runbook.remedies = [
      Remedy(title: "R", line: 1, activities: [Self.activity("r", .shell, .remedy, db: nil)])
    ]
    runbook.rollbackScopes = [
      RollbackScope(
        title: "B", line: 1, activities: [Self.activity("b", .shell, .rollback, db: nil)])
    ]
    let rehearsed = RehearsedRunbook(of: runbook, on: "main")
    #expect(Set(rehearsed.left.map(\.activity)) == ["p", "s", "r", "b"])
    let sections =
      rehearsed.runbook.prerequisites.flatMap(\.activities)
      + rehearsed.runbook.successCriteria.flatMap(\.activities)
      + rehearsed.runbook.remedies.flatMap(\.activities)
      + rehearsed.runbook.rollbackScopes.flatMap(\.activities)
    #expect(sections == [])
  }
}
