import TemaeCore
import Testing

/// Where more than one rule fits, the first rung wins; a class yields to rungs a and b only in part.
struct PrecedenceTests {
  private func steps(_ text: String) throws -> [String] {
    try Compiling.runbook(text).steps.map { "\($0.id) \($0.title)" }
  }

  private func rules(_ text: String) throws -> [Int: String] {
    let readings = try Compiling.runbook(text).readings
    return Dictionary(readings.map { ($0.line, "\($0.meaning): \($0.rule)") }) { first, _ in first }
  }

  @Test func `a word wins over a bare number, and numbers in steps are their parts`() throws {
    let text = "# M\n## Step 1: S\n### 1. First\n- [ ] a\n### 2. Second\n- [ ] b\n"
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.map(\.id) == ["1"])
    #expect(runbook.steps.flatMap(\.activities).map(\.text) == ["a", "b"])
  }

  @Test func `numbered headings win over the ordered list below them`() throws {
    let text = "# M\n## 1. First\n1. a\n2. b\n## 2. Second\n1. c\n2. d\n"
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.map(\.id) == ["1", "2"])
    #expect(runbook.steps.flatMap(\.activities).map(\.text) == ["a", "b", "c", "d"])
  }

  @Test func `an ordered list wins over the plain heading above it`() throws {
    #expect(try steps("# M\n## Do\n1. First\n2. Second\n") == ["1 First", "2 Second"])
  }

  @Test func `a list of contents above numbered headings is none of the steps`() throws {
    let text = "# M\n1. First\n2. Second\n## 1. First\n- [ ] a\n## 2. Second\n- [ ] b\n"
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.map(\.line) == [4, 6])
  }

  @Test func `one numbered heading alone is plain`() throws {
    #expect(try rules("# M\n## 1. Only\n- [ ] a\n")[2] == "step: rung f")
    #expect(try rules("# M\n## 1. One\n- [ ] a\n## 2. Two\n- [ ] b\n")[2] == "step: rung b")
  }

  @Test func `a plain heading beside numbered ones is a step of its own`() throws {
    let text = "# M\n## 1. One\n- [ ] a\n## Pause\n- [ ] b\n## 2. Two\n- [ ] c\n"
    #expect(try steps(text) == ["1 One", "pause Pause", "2 Two"])
  }

  @Test(arguments: ["Rollback", "Troubleshooting", "Prerequisites", "Appendix"])
  func `a word and a number win over every class`(title: String) throws {
    let text = "# M\n## Step 1: \(title)\n```bash\n./go.sh\n```\n"
    #expect(try steps(text) == ["1 \(title)"])
  }

  @Test func `a bare number wins over being due or told, and over nothing that must not run`()
    throws
  {
    let text = """
      # M
      ## 1. Prerequisites
      - [ ] a
      ## 2. Apply
      - [ ] b
      ## 3. Monitoring
      - [ ] c
      ## 4. Announce
      - [ ] d
      ## 5. Rollback
      - [ ] e
      ## 6. Known issues
      - [ ] f
      ## 7. Success criteria
      - [ ] g
      """
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.map(\.id) == ["2", "3", "4"])
    #expect(runbook.prerequisites.flatMap(\.activities).map(\.text) == ["a"])
    #expect(runbook.rollbackScopes.flatMap(\.activities).map(\.text) == ["e"])
    #expect(runbook.remedies.flatMap(\.activities).map(\.text) == ["f"])
    #expect(runbook.successCriteria.flatMap(\.activities).map(\.text) == ["g"])
  }

  @Test func `a class wins over a plain heading's commands`() throws {
    #expect(try steps("# M\n## Rollback\n```bash\n./undo.sh\n```\n").isEmpty)
  }

  @Test(arguments: [
    ("Success criteria", "final gate"), ("Rollback criteria", "reference"),
    ("Rollback plan", "rollback"), ("Go/No-Go decision", "gates"), ("No-go", "reference"),
    ("Emergency contacts", "reference"), ("Pre-migration checks", "gates"),
    ("When to roll back", "reference"), ("If the rollback fails", "rollback"),
  ])
  func `the longest listed phrase wins`(title: String, found: String) throws {
    #expect(try rules("# M\n## \(title)\n- [ ] a\n")[2] == "\(found): section class: \(found)")
  }

  @Test func `a phase with steps is a phase, without them a step`() throws {
    let text = "# M\n## Phase 1: A\n### Step 1: S\n- [ ] a\n## Phase 2: B\n- [ ] b\n"
    let rules = try rules(text)
    #expect(rules[2] == "phase: rung a")
    #expect(rules[5] == "step: rung a")
  }
}
