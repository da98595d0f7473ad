import TemaeCore
import Testing

/// Which headings and lists are steps.
struct RungTests {
  private func steps(_ text: String) throws -> [String] {
    try Compiling.runbook(text).steps.map { "\($0.id) \($0.title)" }
  }

  @Test func `rung a: a word and a number`() throws {
    #expect(
      try steps("# M\n## Phase 1: P\n### Step 1: One\n- [ ] a\n### Step 2 - Two\n- [ ] b\n")
        == ["1 One", "2 Two"])
    #expect(try steps("# M\n## Schritt 3: Drei\n- [ ] a\n") == ["3 Drei"])
    #expect(try steps("# M\n## Step B: Bee\n- [ ] a\n") == ["B Bee"])
  }

  @Test func `a phase that holds blocks and no steps is a step`() throws {
    let text = "# M\n## Phase 1: Backup\n```bash\n./backup.sh\n```\n## Phase 2: Go\n- [ ] x\n"
    #expect(try steps(text) == ["1 Backup", "2 Go"])
  }

  @Test func `rung b: sibling headings that begin with numbers`() throws {
    let text = "# M\n## 1. One\n- [ ] a\n## 2) Two\n- [ ] b\n## 3. Three\n```bash\ntrue\n```\n"
    #expect(try steps(text) == ["1 One", "2 Two", "3 Three"])
    #expect(try steps("# M\n## 1️⃣ One\n- [ ] a\n## 2️⃣ Two\n- [ ] b\n") == ["1 One", "2 Two"])
    #expect(
      try steps("# M\n## **3.1) One**\n- [ ] a\n## **3.2) Two**\n- [ ] b\n")
        == ["3.1 One", "3.2 Two"])
  }

  @Test func `rung d: ordered items, and the fences nested in them are theirs`() throws {
    let text = "# M\n## Do\n1. First\n\n   ```bash\n   ./one.sh\n   ```\n2. Second\n"
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.count == 2)
    #expect(runbook.steps.first?.activities.first { $0.kind == .shell }?.text == "./one.sh\n")
    #expect(runbook.notRun.isEmpty)
  }

  @Test func `rung f: a plain heading with commands or boxes`() throws {
    let text = "# M\n## Stop the workers\n```bash\n./stop.sh\n```\n## Words\nOnly words.\n"
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.map(\.title) == ["Stop the workers"])
  }

  @Test func `a heading by rung a has no class`() throws {
    let text = "# M\n## Step 12: System Monitoring\n```bash\n./look.sh\n```\n"
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.map(\.id) == ["12"])
    #expect(runbook.followUps.isEmpty)
  }

  @Test func `a numbered section that undoes never becomes a step`() throws {
    let text = """
      # M
      ## 1. Apply
      ```bash
      ./apply.sh
      ```
      ## 2. Rollback
      ```bash
      ./restore.sh
      ```
      ## 3. Troubleshooting
      ```bash
      ./repair.sh
      ```
      """
    let runbook = try Compiling.runbook(text)
    let inSequence = runbook.steps.flatMap(\.activities).filter { $0.kind == .shell }
    #expect(inSequence.map(\.text) == ["./apply.sh\n"])
  }

  @Test func `a number that repeats in another phase is told apart by its phase`() throws {
    let text = """
      # M
      ## Phase 1: A
      ### Step 1: One
      - [ ] a
      ## Phase 2: B
      ### Step 1: Other
      - [ ] b
      """
    #expect(try Compiling.runbook(text).steps.map(\.id) == ["1.1", "2.1"])
  }

  @Test func `a number that repeats among siblings is an error at its line`() {
    let text = "# M\n## Phase 1: A\n### Step 1: One\n- [ ] a\n### Step 1: Again\n- [ ] b\n"
    let errors = Compiling.errors(text)
    #expect(errors.count == 1)
    #expect(errors.first?.hasPrefix("5:") == true, "\(errors)")
  }

  @Test func `activities are named by their block or counted`() throws {
    let text = """
      # M
      ## Step 6: Apply
      ```bash {#push}
      ./push.sh
      ```
      - [ ] seen
      ```bash
      ./more.sh
      ```
      """
    #expect(try Compiling.runbook(text).steps[0].activities.map(\.id) == ["6/push", "6/2", "6/3"])
  }

  @Test func `two blocks with one name are an error`() {
    let text = "# M\n## Step 1: A\n```bash {#x}\ntrue\n```\n```bash {#x}\ntrue\n```\n"
    #expect(Compiling.errors(text).count == 1)
    #expect(Compiling.errors(text).first?.hasPrefix("6:") == true)
  }

  @Test func `every heading says by which rule it was read`() throws {
    let text = "# M\n## Prerequisites\n- [ ] a\n## Phase 1: P\n### Step 1: S\n- [ ] b\n"
    let readings = try Compiling.runbook(text).readings
    let rules = Dictionary(readings.map { ($0.line, "\($0.meaning): \($0.rule)") }) { a, _ in a }
    #expect(rules[2] == "gates: section class: gates")
    #expect(rules[4] == "phase: rung a")
    #expect(rules[5] == "step: rung a")
  }
}
