import TemaeCore
import TemaeMarkdown
import Testing

/// Layer 2: visible facts right under a heading.
struct FactTests {
  private func document(_ fact: String, annotated: Bool = true) -> String {
    (annotated ? "---\ntemae: 1\n---\n" : "") + "# M\n## Step 1: S\n\n- \(fact)\n\n- [ ] item\n"
  }

  private func step(_ fact: String) throws -> Step {
    try #require(try Compiling.runbook(document(fact)).steps.first)
  }

  @Test func `a budget is a duration`() throws {
    #expect(try step("**Budget**: 10 min").budgetSeconds == 600)
    #expect(try step("**Budget**: 2 hours").budgetSeconds == 7200)
  }

  @Test func `a fact outside of a list is an error in a document of ours, and prose elsewhere`() {
    let ours = "---\ntemae: 1\n---\n"
    let text = "# M\n## Step 1: S\n**Undo**: none needed\n\n- [ ] item\n"
    #expect(Compiling.errors(ours + text).count == 1)
    #expect(Compiling.errors(text).isEmpty)
    let time = "# M\n## Step 1: S\n**Time**: T-30\n\n- [ ] item\n"
    #expect(Compiling.errors(ours + time).isEmpty)
  }

  @Test func `needs name steps`() throws {
    let text = """
      # M
      ## Step 1: A
      - [ ] a
      ## Step 2: B
      - **Needs**: step 1

      - [ ] b
      """
    #expect(try Compiling.runbook(text).steps.map(\.needs) == [[], ["1"]])
  }

  @Test func `a need that no step meets is an error`() {
    #expect(!Compiling.errors(document("**Needs**: step 9")).isEmpty)
  }

  @Test(arguments: ["none needed", "irreversible: mail was sent"])
  func `undo is one of three, the third names an earlier step`(value: String) throws {
    #expect(try step("**Undo**: \(value)").undo == value)
  }

  @Test(arguments: [
    ("everything", ["1", "2"]), ("everything after step 1", ["2"]), ("Step 2", ["2"]),
    ("step 2, step 1", ["2", "1"]), ("everything after step 2", []),
  ])
  func `a way back of the whole run says what it undoes`(value: String, steps: [String]) throws {
    let scope = try #require(try Compiling.runbook(wayBack(value)).rollbackScopes.first)
    #expect(scope.undoes == steps)
    #expect(scope.activities.map(\.text) == ["back"], "the fact is no item to be ticked")
    #expect(try Compiling.runbook(wayBack(value, ours: false)).rollbackScopes[0].undoes == steps)
  }

  @Test(arguments: [
    "all", "", "everything after", "everything after step 1, step 2", "step", "step 9",
  ])
  func `what it undoes must be there`(value: String) throws {
    let errors = Compiling.errors(wayBack(value))
    #expect(errors.count == 1, "\(errors)")
    #expect(errors.first?.contains("7:") == true, "\(errors)")
    #expect(Compiling.errors(wayBack(value, ours: false)).isEmpty)
  }

  @Test func `a step and its own way back say it otherwise`() {
    #expect(Compiling.errors(document("**Undoes**: everything")).count == 1)
    let own = "---\ntemae: 1\n---\n# M\n## Step 1: A\n- [ ] a\n### Rollback\n"
    #expect(Compiling.errors(own + "- **Undoes**: everything\n\n- [ ] back\n").count == 1)
  }

  private func wayBack(_ value: String, ours: Bool = true) -> String {
    let steps = "# M\n\n## Rollback\n- **Undoes**: \(value)\n\n- [ ] back\n"
    return (ours ? "---\ntemae: 1\n---\n" : "\n\n\n") + steps
      + "## Step 1: A\n- [ ] a\n## Step 2: B\n- [ ] b\n"
  }

  @Test(arguments: [("1", []), ("2", ["does not come before"]), ("9", ["does not exist"])])
  func `the step that covers another comes before it`(cover: String, expected: [String]) throws {
    let text = """
      ---
      temae: 1
      ---
      # M
      ## Step 1: A

      - [ ] a

      ## Step 2: B
      - **Undo**: covered by step \(cover)

      - [ ] b
      """
    let errors = Compiling.errors(text)
    #expect(errors.count == expected.count)
    for (error, part) in zip(errors, expected) { #expect(error.contains(part)) }
    guard expected.isEmpty else { return }
    #expect(try Compiling.runbook(text).steps.last?.undo == "covered by step 1")
  }

  @Test(arguments: [
    "**Budget**: soon", "**Budget**: 10 min, whenever", "**Needs**: everything",
    "**Undo**: maybe", "**Undo**: irreversible:", "**Point of no return**: no",
  ])
  func `a value that cannot be read is an error with line and column`(fact: String) {
    let errors = Compiling.errors(document(fact))
    #expect(errors.count == 1, "\(errors)")
    #expect(errors.first?.hasPrefix("7:3 ") == true, "\(errors)")
  }

  @Test(
    arguments: [
      "**Approve**: 2 of @dba", "**Go/no-go**: @lead", "**Owner**: @mei",
      "**Announce**: {{step}} began", "**Choose**: one of A, B",
      "**On**: db1", "**For each**: a, b", "**Budget**: 10 min, stop after 20 min",
    ])
  func `a fact without machinery is kept as one that refuses the run`(fact: String) throws {
    let runbook = try Compiling.runbook(document(fact))
    #expect(runbook.unsupported.map(\.line) == [7])
  }

  @Test func `a step is the point of no return, and no second one is`() throws {
    let fact = "**Point of no return**: yes"
    #expect(try Compiling.runbook(document(fact)).steps.map(\.pointOfNoReturn) == [7])
    let second = document(fact) + "## Step 2: S\n- \(fact)\n```bash\ntrue\n```\n"
    #expect(Compiling.errors(second).map { $0.contains("second point of no return") } == [true])
  }

  @Test func `an unpublished word is prose`() throws {
    let runbook = try Compiling.runbook(document("**Impact**: none at all"))
    #expect(runbook.unsupported.isEmpty)
  }

  @Test func `a mistyped key is not overlooked`() {
    #expect(
      Compiling.errors(document("**Aprove**: 2 of @dba")) == ["7:3 there is no fact Aprove"])
    let foreign = Compiling.document(document("**Aprove**: 2 of @dba", annotated: false))
    #expect(foreign.diagnostics.contains { $0.severity == .warning && $0.line == 4 })
  }

  @Test func `a fact elsewhere than under its heading is an error`() {
    let text = "---\ntemae: 1\n---\n# M\n## Step 1: S\n\nText.\n\n- **Approve**: 2 of @dba\n"
    #expect(Compiling.errors(text).count == 1)
  }

  @Test func `bold lines give time and budget`() throws {
    let text = "# M\n## Step 1: S\n**Time**: T-30\n**Estimated time**: 15 minutes\n\n- [ ] a\n"
    let step = try #require(try Compiling.runbook(text).steps.first)
    #expect(step.offset == -30)
    #expect(step.budgetSeconds == 900)
  }

  @Test func `a name that is no operator under Owner is prose, and nobody says otherwise`() throws {
    let compilation = Compiling.document(document("**Owner**: Mei", annotated: false))
    #expect(compilation.diagnostics.isEmpty, "\(compilation.diagnostics)")
    #expect(try #require(compilation.runbook).unsupported.isEmpty)
  }

  @Test func `a fact in a list below another item is found too`() {
    let text = "---\ntemae: 1\n---\n# M\n## Step 1: S\n\nText.\n\n- x\n  - **Approve**: 2 of @dba\n"
    #expect(Compiling.errors(text).map { $0.prefix(3) } == ["10:"])
  }
}
