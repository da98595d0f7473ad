import TemaeCore
import TemaeMarkdown
import Testing

/// Blocks that ask for the schema of a database.
struct SchemaFenceTests {
  private let files = [
    "a.sql": "create table a (x int);\n", "dump.sql": "\\restrict k\nselect 1;\n\\unrestrict k\n",
    "psql.sql": "select 1;\n\\connect other\n", "before.json": #"{"format":1,"objects":[]}"#,
  ]

  /// Line 7 is the fence's.
  private func document(_ fences: String...) -> String {
    let blocks = fences.map { "```sql \($0)\n-- the whole schema\n```\n" }.joined()
    return "---\ntemae: 1\ndatabases: {prod: {env: PROD_URL}, dev: {env: DEV_URL}}\n---\n# M\n"
      + "## Step 1: S\n\(blocks)"
  }

  private func activities(_ fences: String...) throws -> [Activity] {
    let blocks = fences.map { "```sql \($0)\n```\n" }.joined()
    let text = document() + blocks
    return try Compiling.runbook(text, files: files).steps.flatMap(\.activities)
  }

  @Test func `a schema is captured and compared with the capture`() throws {
    let activities = try activities(
      "{.capture db=prod schema capture=before}", "{.check db=prod schema=@before}")
    #expect(activities.map(\.settings.schema) == [SchemaSetting(), SchemaSetting()])
    #expect(activities[0].settings.comparison == nil)
    #expect(
      activities[1].settings.comparison
        == Comparison(kind: .schema, operand: "before", isCaptured: true))
    #expect(activities.allSatisfy { $0.byHand == nil })
  }

  @Test func `a schema is compared with a file, whose bytes are pinned and digested`() throws {
    let text = document("{.check db=prod schema=a.sql exact scratch=dev given=dump.sql}")
    let runbook = try Compiling.runbook(text, files: files)
    let settings = try #require(runbook.steps.first?.activities.first?.settings)
    #expect(settings.comparison == Comparison(kind: .schema, operand: "a.sql"))
    #expect(settings.schema == SchemaSetting(isExact: true, given: "dump.sql", scratch: "dev"))
    #expect(runbook.files.map(\.path) == ["dump.sql", "a.sql"])
    #expect(runbook.files.map(\.use) == [.included, .included])
    var others = files
    others["a.sql"] = "create table a (x bigint);\n"
    #expect(try Compiling.runbook(text, files: others).digest != runbook.digest)
  }

  @Test(arguments: ["{.precheck db=prod schema=dump.sql}", "{.check db=prod schema=before.json}"])
  func `dumps and captures are files like others`(fence: String) throws {
    #expect(try Compiling.runbook(document(fence), files: files).files.count == 1)
  }

  @Test(arguments: [
    ("{.check db=prod schema=nowhere.sql}", "does not exist"),
    ("{.check db=prod schema=psql.sql}", "psql.sql:2"),
    ("{.check db=prod schema=@nobody}", "captures @nobody"),
    ("{.check db=prod schema=@}", "no @captured"),
    ("{.check db=prod schema=a.sql scratch=nowhere}", "no database of that name"),
    ("{.check db=prod equals=1 exact}", "belongs to schema=FILE"),
    ("{.check db=prod schema=@a exact}", "belongs to schema=FILE"),
    ("{.check db=prod schema}", "belongs to .capture"),
    ("{db=prod schema=a.sql}", "belongs to .check"),
    ("{.probe db=prod schema=a.sql}", "belongs to .check"),
    ("{.check db=prod schema=a.sql equals=1}", "once"),
  ])
  func `what cannot be is an error in its line`(fence: String, message: String) {
    let errors = Compiling.errors(document(fence), files: files)
    #expect(errors.contains { $0.hasPrefix("7:") && $0.contains(message) }, "\(errors)")
  }

  @Test func `statements beside it are an error, and so is a shell`() {
    let text = document("{.check db=prod schema=a.sql}")
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0 == "-- the whole schema" ? "drop table a;" : String($0) }.joined(separator: "\n")
    #expect(Compiling.errors(text, files: files).contains { $0.contains("sends nothing else") })
    let shell = text.split(separator: "\n").joined(separator: "\n")
    let bash = shell.replacing("```sql", with: "```bash")
    #expect(Compiling.errors(bash, files: files).contains { $0.contains("is for SQL blocks") })
  }
}
