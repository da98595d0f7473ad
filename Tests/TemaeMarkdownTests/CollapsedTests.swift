import TemaeCore
import TemaeMarkdown
import Testing

/// What a reader of the rendered page sees only after a click never runs by itself.
struct CollapsedTests {
  private static let step = "# M\n## Step 1: S\n- [ ] a\n\n"
  private static let fence = "\n```bash\n./drop.sh\n```\n\n"

  private func activities(_ text: String) throws -> [Activity] {
    try Compiling.runbook(text).steps.flatMap(\.activities).filter { $0.role != .item }
  }

  @Test(arguments: [
    "<details>\n<summary>More</summary>\n", "<DETAILS class=\"x\">\n", "Text <details> text\n",
    "<details\n  data-open=\"open\">\n", "<details title=\"a > b open\">\n",
    "<div><details></div>\n",
    "<details>\n<details open>\n", "<details>\n<!-- </details> -->\n",
    "<details>\n\n`</details>`\n",
    "<details>\n<i title='</details>'></i>\n", "> <details>\n", "- x <details>\n",
    "| a |\n|---|\n| <details> |\n", "## <details> S\n", "<details open>\n</details>\n<details>\n",
  ])
  func `a block in closed details is run by hand, with the reason`(opening: String) throws {
    let found = try activities(Self.step + opening + Self.fence + "</details>\n")
    #expect(found.map(\.kind) == [.manual])
    #expect(found.first?.byHand?.contains("<details> of line ") == true)
  }

  @Test(arguments: [
    "<details open>\n", "<details class=x OPEN>\n", "<details open=\"\">\n",
    "<details>\nx\n</details>\n", "Text `<details>` text\n", "<!-- <details> -->\n",
    "\\<details>\n", "<detailsview>\n", "```html\n<details>\n```\n", "<details></details>\n",
    "<i title=\"<details>\"></i>\n",
  ])
  func `what a reader sees runs`(opening: String) throws {
    let found = try activities(Self.step + opening + Self.fence).filter { $0.language == "bash" }
    #expect(found.map(\.kind) == [.shell])
  }

  @Test func `the reason names the line of the details`() throws {
    let found = try activities(Self.step + "<details>\n" + Self.fence + "</details>\n")
    #expect(
      found.first?.byHand == "it stands in the <details> of line 5, which a reader sees closed")
  }

  @Test(arguments: [".change", ".probe", ".check", ".rollback", ".remedy"])
  func `attributes do not make it run, and a document of ours says so`(role: String) throws {
    let text =
      "---\ntemae: 1\n---\n# M\n## Step 1: S\n```bash\ntrue\n```\n\n<details>\n\n"
      + "```bash {\(role)}\n./drop.sh\n```\n\n</details>\n"
    let compilation = Compiling.document(text)
    let runbook = try #require(compilation.runbook)
    let all =
      runbook.steps.flatMap(\.activities) + runbook.rollbackScopes.flatMap(\.activities)
      + runbook.remedies.flatMap(\.activities)
    #expect(all.filter { $0.line == 12 }.map(\.kind) == [.manual])
    #expect(compilation.diagnostics.map(\.line) == [12])
    #expect(compilation.diagnostics.map(\.severity) == [.warning])
  }

  @Test(arguments: ["Prerequisites", "Rollback", "Troubleshooting", "Success criteria"])
  func `nor does it run in a section with a class`(title: String) throws {
    let runbook = try Compiling.runbook(
      Self.step + "## \(title)\n<details>\n" + Self.fence + "</details>\n")
    let all =
      runbook.prerequisites.flatMap(\.activities) + runbook.successCriteria.flatMap(\.activities)
      + runbook.rollbackScopes.flatMap(\.activities) + runbook.remedies.flatMap(\.activities)
    #expect(all.map(\.kind) == [.manual])
  }
}
