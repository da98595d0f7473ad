import TemaeCore
import Testing

/// What sections mean by their titles.
struct SectionClassTests {
  private static let step = "# M\n## Step 1: S\n- [ ] s\n"

  private func runbook(_ section: String) throws -> Runbook {
    try Compiling.runbook(Self.step + section)
  }

  @Test(arguments: [
    "Prerequisites", "Before You Begin", "Go/No-Go", "Readiness", "1. Preconditions",
  ])
  func `gates are asked before the first phase`(title: String) throws {
    let runbook = try runbook("## \(title)\n- [ ] ready\n")
    #expect(runbook.prerequisites.flatMap(\.activities).map(\.text) == ["ready"])
    #expect(runbook.steps.count == 1)
  }

  @Test(arguments: ["Success Criteria", "Acceptance criteria", "Sign-off", "Exit Criteria"])
  func `final gates are asked at the end`(title: String) throws {
    let runbook = try runbook("## \(title)\n- [ ] good\n")
    #expect(runbook.successCriteria.flatMap(\.activities).map(\.text) == ["good"])
  }

  @Test(arguments: ["Rollback", "Back-out plan", "Rolling back", "Revert"])
  func `rollback sections are scopes and never run in sequence`(title: String) throws {
    let runbook = try runbook("## \(title)\n```bash\n./restore.sh\n```\n")
    #expect(runbook.rollbackScopes.flatMap(\.activities).map(\.role) == [.rollback])
    #expect(!runbook.steps.flatMap(\.activities).contains { $0.text.contains("restore") })
  }

  @Test func `a rollback right under a step is the step's own`() throws {
    let text = """
      # M
      ## Phase 1: P
      ### Step 1: S
      ```bash
      ./apply.sh
      ```
      #### Rollback
      ```bash
      ./undo.sh
      ```
      """
    let scopes = try Compiling.runbook(text).rollbackScopes
    #expect(scopes.map(\.step) == ["1"])
    #expect(scopes.flatMap(\.activities).map(\.subject) == ["1/1"])
  }

  @Test(arguments: [
    "Troubleshooting", "Common Issues", "Known problems", "If the copy fails",
    "What to do if the copy fails", "Steps when it failed",
  ])
  func `remedies are offered, not run`(title: String) throws {
    let runbook = try runbook("## \(title)\n### Lock held\n```bash\n./unlock.sh\n```\n")
    #expect(runbook.remedies.flatMap(\.activities).map(\.id) == ["remedy/1"])
    #expect(runbook.steps.count == 1)
  }

  @Test(
    arguments: [
      "Rollback criteria", "Rollback Triggers", "Examples", "Contacts", "Appendix",
      "No-Go Criteria",
      "Decision matrix",
    ])
  func `reference never runs and is never a gate`(title: String) throws {
    let runbook = try runbook("## \(title)\n- [ ] tick\n```bash\n./never.sh\n```\n")
    #expect(runbook.prerequisites.isEmpty)
    #expect(runbook.successCriteria.isEmpty)
    #expect(runbook.steps.count == 1)
    #expect(runbook.notRun.map(\.line).contains(6))
  }

  @Test func `a subsection without a class of its own has its parent's`() throws {
    let runbook = try runbook("## Prerequisites\n### Access\n- [ ] a\n### Tools\n- [ ] b\n")
    #expect(runbook.prerequisites.map(\.title) == ["Access", "Tools"])
  }

  @Test func `nothing that stands in reference is anything else`() throws {
    let runbook = try runbook("## Appendix\n### Prerequisites\n- [ ] old\n")
    #expect(runbook.prerequisites.isEmpty)
  }

  @Test func `follow-ups are due after completion`() throws {
    let runbook = try runbook("## Monitoring\n- **24 hours**: look\n- **T+72 hours**: compare\n")
    #expect(runbook.followUps.map(\.afterMinutes) == [1440, 4320])
  }

  @Test func `communication has its cadence`() throws {
    let runbook = try runbook("## Communication plan\n- Status every 30 minutes\n- Thank people\n")
    #expect(runbook.announcements.map(\.everyMinutes) == [30, nil])
  }
}
