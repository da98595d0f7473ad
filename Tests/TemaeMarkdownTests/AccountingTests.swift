import TemaeCore
import Testing

/// Nothing that a reader calls a step disappears: it is asked, or `show` says that it is not.
struct AccountingTests {
  private static let step = "# M\n## Step 1: S\n"
  private static let fence = "```bash\n./apply.sh\n```\n"

  private func items(_ text: String) throws -> [String] {
    try Compiling.runbook(text).steps.flatMap(\.activities).filter { $0.role == .item }.map(\.text)
  }

  @Test func `bullets of a step without a runnable block are its items, nested ones too`() throws {
    let text = Self.step + "- Stop the app: `systemctl stop app`\n  - on web1\n- [ ] Look\n"
    #expect(
      try items(text) == ["Stop the app: `systemctl stop app`", "on web1", "Look"])
  }

  @Test func `bullets beside a block that a person runs are items`() throws {
    let text = Self.step + "- Stop the app\n\n```bash\nssh db1 uptime\n```\n"
    #expect(try items(text) == ["Stop the app"])
  }

  @Test func `a command in a bullet beside a runnable block is listed as not run`() throws {
    let runbook = try Compiling.runbook(
      Self.step + "- Stop the app: `systemctl stop app`\n- Be calm\n\n" + Self.fence)
    #expect(runbook.steps.flatMap(\.activities).map(\.kind) == [.shell])
    #expect(runbook.notRun.map(\.line) == [3])
    #expect(runbook.notRun.first?.reason.contains("`systemctl stop app`") == true)
    let readings = runbook.readings.filter { $0.line == 3 || $0.line == 4 }
    #expect(readings.map(\.meaning) == ["text", "text"])
    #expect(readings.map(\.source) == ["Stop the app: `systemctl stop app`", "Be calm"])
  }

  @Test(arguments: [
    "> - Stop: `systemctl stop app`\n\n", "- x\n  - Stop: `systemctl stop app`\n\n",
    "### Notes\n- Stop: `systemctl stop app`\n\n",
  ])
  func `neither quotation nor depth hides a command`(list: String) throws {
    let runbook = try Compiling.runbook(Self.step + Self.fence + "\n" + list)
    #expect(runbook.notRun.map(\.reason).filter { $0.contains("systemctl stop app") }.count == 1)
  }

  @Test(arguments: ["## Clean up\n", "## Appendix\n", "## Contacts\n"])
  func `a command in a section that is text is listed too`(heading: String) throws {
    let runbook = try Compiling.runbook(
      Self.step + "- [ ] a\n" + heading + "- Stop: `systemctl stop app`\n")
    #expect(runbook.notRun.map(\.line) == [5])
  }

  @Test func `what is asked, told or due is not listed a second time`() throws {
    let runbook = try Compiling.runbook(
      """
      # M
      ## Prerequisites
      - [ ] `psql --version` says 15
      ## Step 1: S
      - **Undo**: irreversible: see `git log -1`
      - [ ] run `make it`
      ## Rollback
      - restore with `./restore.sh`
      ## Monitoring
      - **24 hours**: `./look.sh`
      ## Communication
      - say `we are done`
      """)
    #expect(runbook.notRun.isEmpty, "\(runbook.notRun)")
  }

  @Test func `a name in code is no command`() throws {
    let runbook = try Compiling.runbook(Self.step + Self.fence + "\n- The table `bookings` grows\n")
    #expect(runbook.notRun.isEmpty)
  }

  @Test func `ordered items beside a block are asked in their place`() throws {
    let text =
      Self.step + "1. Stop the app: `systemctl stop app`\n2. Apply:\n\n"
      + "   ```bash\n   ./apply.sh\n   ```\n3. Start the app\n"
    let activities = try Compiling.runbook(text).steps.flatMap(\.activities)
    #expect(
      activities.map(\.text) == [
        "Stop the app: `systemctl stop app`", "./apply.sh\n", "Start the app",
      ])
  }

  @Test func `a single ordered item is no sequence`() throws {
    #expect(try items(Self.step + "1. A word\n\n" + Self.fence).isEmpty)
  }

  @Test func `a fence that is text within HTML is listed`() throws {
    let runbook = try Compiling.runbook(
      Self.step + "- [ ] a\n\n<div>\n```bash\n./drop.sh\n```\n</div>\n")
    #expect(runbook.notRun.map(\.line) == [6])
    #expect(runbook.notRun.map(\.language) == ["bash"])
  }

  @Test func `a comment is seen by nobody`() throws {
    let runbook = try Compiling.runbook(
      Self.step + "- [ ] a\n\n<!--\n```bash\n./drop.sh\n```\n-->\n")
    #expect(runbook.notRun.isEmpty)
  }
}
