import TemaeCore
import TemaeMarkdown
import Testing

/// Layer 3: roles and keys of a fence.
struct FenceTests {
  private static let front = "---\ntemae: 1\ndatabases: {prod: {env: PROD_URL}}\n---\n"

  /// Line 7 is the fence's.
  private func document(_ fence: String, _ body: String = "true", front: String = Self.front)
    -> String
  {
    front + "# M\n## Step 1: S\n```\(fence)\n\(body)\n```\n"
  }

  private func activity(_ fence: String, _ body: String = "true") throws -> Activity {
    let runbook = try Compiling.runbook(document(fence, body))
    return try #require(runbook.steps.first?.activities.first, "\(runbook.notRun)")
  }

  @Test func `keys are read with their units`() throws {
    let settings = try activity(
      "bash {#go timeout=2h backoff=30s retries=3 exit=0,1 cwd=sub shell=sh capture=rows secret}"
    )
    .settings
    #expect(settings.timeoutSeconds == 7200)
    #expect(settings.backoffSeconds == 30)
    #expect(settings.retries == 3)
    #expect(settings.acceptedExits == [0, 1])
    #expect(settings.directory == "sub")
    #expect(settings.shell == "sh")
    #expect(settings.capture == "rows")
    #expect(settings.isSecret)
  }

  @Test func `a block that says nothing is a change that is tried once`() throws {
    let activity = try activity("bash")
    #expect(activity.role == .change)
    #expect(activity.settings.retries == 0)
    #expect(activity.settings.acceptedExits == [0])
    #expect(activity.settings.timeoutSeconds == nil)
  }

  @Test(arguments: ["bash .rollback", "bash .change #go timeout=5s", "bash title=x .probe"])
  func `a role without braces is an error: the block would be a change`(fence: String) {
    for front in [Self.front, ""] {
      let errors = Compiling.errors(document(fence, front: front))
      #expect(errors.count == 1 && errors[0].contains("a role only in braces"), "\(errors)")
    }
  }

  @Test func `flags of SQL`() throws {
    #expect(try activity("sql {db=prod discard}", "update t set a = 1;").settings.isDiscarded)
    #expect(try activity("sql {db=prod readonly}", "select 1;").settings.isReadOnly)
  }

  @Test func `a statement outside a transaction needs a probe`() throws {
    let alone = document("sql {#v db=prod no-tx}", "vacuum t;")
    #expect(Compiling.errors(alone).map { $0.prefix(4) } == ["7:1 "])
    let probed = alone + "```sql {.probe db=prod equals=1}\nselect 1;\n```\n"
    let activities = try Compiling.runbook(probed).steps.flatMap(\.activities)
    #expect(activities.first?.settings.isOutsideTransaction == true)
  }

  @Test func `transactions of its own need a flag and a probe`() throws {
    let text = "begin;\nupdate t set a = 1;\ncommit;\nvacuum t;"
    let refused = Compiling.errors(document("sql {#v db=prod}", text))
    #expect(refused.map { $0.prefix(4) } == ["8:1 ", "10:1"])
    let alone = document("sql {#v db=prod own-tx}", text)
    #expect(Compiling.errors(alone).map { $0.prefix(4) } == ["7:1 "])
    let probe = "```sql {.probe db=prod equals=1}\nselect 1;\n```\n"
    let activities = try Compiling.runbook(alone + probe).steps.flatMap(\.activities)
    #expect(activities.first?.settings.ownTransactions == 2)
  }

  @Test(arguments: [
    ("call p();", 2), ("do $$ begin null; end $$;", 2), ("begin;\ncall p();\ncommit;", 1),
    ("set lock_timeout = 0;\nvacuum t;", 1),
  ])
  func `what a text calls outside a transaction may commit more than once`(
    text: String, count: Int
  ) throws {
    let probe = "```sql {.probe db=prod equals=1}\nselect 1;\n```\n"
    let runbook = try Compiling.runbook(document("sql {#v db=prod own-tx}", text) + probe)
    #expect(runbook.steps.first?.activities.first?.settings.ownTransactions == count)
  }

  @Test(arguments: [
    ("own-tx", "begin;\nselect 1;"), ("own-tx", "commit;"), ("own-tx", "begin;\nbegin;\ncommit;"),
    ("own-tx", "begin;\nprepare transaction 'a';"), ("own-tx", "commit prepared 'a';"),
    ("own-tx", "begin;\ncommit and chain;"), ("own-tx no-tx", "select 1;"),
    ("own-tx discard", "select 1;"), ("own-tx readonly", "select 1;"),
  ])
  func `transactions that are not whole, or that temae makes, are refused`(
    flags: String, text: String
  ) {
    let probe = "```sql {.probe db=prod equals=1}\nselect 1;\n```\n"
    #expect(Compiling.errors(document("sql {#v db=prod \(flags)}", text) + probe).count == 1)
  }

  @Test(arguments: [
    ("equals=5", Comparison(kind: .equals, operand: "5")),
    ("equals=\"a b\"", Comparison(kind: .equals, operand: "a b")),
    ("equals=/^a+$/", Comparison(kind: .matches, operand: "^a+$")),
    ("matches=/x/", Comparison(kind: .matches, operand: "x")),
    ("at-least=3", Comparison(kind: .atLeast, operand: "3")),
    ("at-most=@before", Comparison(kind: .atMost, operand: "before", isCaptured: true)),
    ("empty", Comparison(kind: .empty)), ("unchanged", Comparison(kind: .unchanged)),
  ])
  func `comparisons`(text: String, comparison: Comparison) throws {
    let capture = "```sql {.capture db=prod capture=before}\nselect 1;\n```\n"
    let text = document("sql {.check db=prod \(text)}", "select 1;")
      .replacing("## Step 1: S\n", with: "## Step 1: S\n\(capture)")
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.first?.activities.last?.settings.comparison == comparison)
  }

  @Test(
    arguments: [
      "timeout=soon", "timeout=10", "timeout=0s", "backoff=-1s", "retries=many", "retries=-1",
      "exit=300", "exit=", "at-least=few", "matches=/(/", "capture=1st", "history=flyway",
      "until=T+15", "equals=1 empty", "timeout=1s timeout=2s",
    ])
  func `a value that cannot be is an error at its column`(attributes: String) {
    let errors = Compiling.errors(document("bash {\(attributes)}"))
    #expect(!errors.isEmpty)
    #expect(errors.allSatisfy { $0.hasPrefix("7:") }, "\(errors)")
  }

  @Test(arguments: [".rolback", ".item", "tiemout=10m", "quickly"])
  func `an unknown role, key or flag is an error in a document of ours`(attribute: String) {
    let errors = Compiling.errors(document("bash {\(attribute)}"))
    #expect(errors.count == 1)
    #expect(errors.first?.hasPrefix("7:10 ") == true, "\(errors)")
  }

  @Test(arguments: [".rolback", "tiemout=10m", "quickly", ".numberLines startFrom=\"10\""])
  func `elsewhere it is a note, and the block is run by hand`(attribute: String) throws {
    let compilation = Compiling.document(document("bash {\(attribute)}", front: ""))
    let runbook = try #require(compilation.runbook)
    let activities = runbook.steps.flatMap(\.activities)
    #expect(activities.allSatisfy { $0.kind == .manual && $0.byHand != nil })
    #expect(compilation.diagnostics.contains { $0.line == 3 && $0.severity != .error })
  }

  @Test(arguments: [
    "{.preview}", "{.expect}", "{interactive}", "{every=5m}",
    "{shell=zsh}",
  ])
  func `what this version lacks refuses the run`(attributes: String) throws {
    let runbook = try Compiling.runbook(document("bash \(attributes)"))
    #expect(runbook.unsupported.map(\.line) == [7])
  }

  @Test func `attributes that cannot be parsed are an error`() {
    #expect(!Compiling.errors(document("bash {timeout=\"10m}")).isEmpty)
    #expect(!Compiling.errors(document("bash {timeout=10m")).isEmpty)
  }

  @Test func `helpers belong to the nearest change`() throws {
    let text =
      Self.front + """
        # M
        ## Step 1: S
        ```sql {.probe db=prod equals=1}
        select 1;
        ```
        ```bash {#a}
        true
        ```
        ```bash {.probe}
        true
        ```
        ```bash {#b}
        true
        ```
        ```bash {.precheck}
        true
        ```
        ```bash {.rollback}
        false
        ```
        """
    let runbook = try Compiling.runbook(text)
    let subjects = runbook.steps[0].activities.map { "\($0.role.rawValue) \($0.subject ?? "-")" }
    #expect(
      subjects == ["probe 1/a", "change -", "probe 1/a", "change -", "precheck 1/b"],
      "\(subjects)")
    #expect(runbook.rollbackScopes.flatMap(\.activities).map(\.subject) == ["1/b"])
  }

  @Test func `SQL without a database is a question and does not run`() throws {
    let runbook = try Compiling.runbook(document("sql", "select 1;"))
    #expect(runbook.questions.map(\.line) == [7])
    #expect(runbook.steps.flatMap(\.activities).allSatisfy { $0.kind == .manual })
  }

  @Test func `an unknown database is an error`() {
    #expect(!Compiling.errors(document("sql {db=staging}", "select 1;")).isEmpty)
  }

  @Test func `a value that nobody captures is an error`() {
    #expect(!Compiling.errors(document("sql {.check db=prod equals=@before}", "select 1;")).isEmpty)
  }
}
