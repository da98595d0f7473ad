import TemaeCore
import TemaeMarkdown
import Testing

/// Long and hostile documents end, and in a time that grows with their length.
///
/// No clock is read: a reader that is not linear runs into the limit of the test.
@Suite(.timeLimit(.minutes(2)))
struct SizeTests {
  @Test func `ten thousand lines are read whole`() throws {
    var text = "# M\n"
    for number in 1...2_000 {
      text += "## Step \(number): S\n\n- [ ] a\n\n"
    }
    text += "```bash\ntrue\n```\n"
    let runbook = try Compiling.runbook(text)
    #expect(runbook.steps.count == 2_000)
    #expect(runbook.steps.last?.activities.count == 2)
  }

  @Test(arguments: [
    "> ", "- ", "[", "*", "_", "`", "<", "# ", "| ", "1. ", "\\", "&", "![", "~", "```\n",
    "- [ ] a\n",
    "T-1 ", "**a** ", "{.x ", "\r",
  ])
  func `a megabyte of one thing is read or refused`(unit: String) {
    let count = (1 << 20) / unit.utf8.count
    let compilation = Compiling.document("# M\n" + String(repeating: unit, count: count))
    #expect(compilation.runbook != nil || !compilation.diagnostics.isEmpty)
  }

  @Test func `ten megabytes in one line are read or refused`() {
    let compilation = Compiling.document(
      "# M\n## Step 1: S\n```bash\necho " + String(repeating: "a", count: 10 << 20) + "\n```\n")
    #expect(compilation.runbook?.steps.flatMap(\.activities).contains { $0.kind == .shell } != true)
  }
}
