import TemaeCore
import TemaeMarkdown
import Testing

/// What Markdown parsers and careless readers get wrong.
struct TrapTests {
  private static let step = "# M\n## Step 1: S\n"

  private func activities(_ text: String) throws -> [Activity] {
    try Compiling.runbook(text).steps.flatMap(\.activities)
  }

  @Test func `a box in the text of an item is not its box`() throws {
    let items = try activities(Self.step + "- [ ] page shows [x] after login\n- [x] done\n")
    #expect(items.map(\.text) == ["page shows [x] after login", "done"])
  }

  @Test func `an info string is read as it is written`() throws {
    let front = "---\ntemae: 1\ndatabases: {p: {env: P}}\n---\n"
    let text = front + Self.step + "```sql {.check db=p equals=\"a&amp;b\"}\nselect 1;\n```\n"
    let found = try #require(try activities(text).first)
    #expect(found.settings.comparison?.operand == "a&amp;b")
  }

  @Test func `front matter keeps line numbers true`() throws {
    let text = "---\ntemae: 1\ntitle: T\n---\n" + Self.step + "```bash\ntrue\n```\n"
    #expect(try activities(text).map(\.line) == [7])
    #expect(try Compiling.runbook(text).title == "T")
  }

  @Test func `front matter of other tools is not ours`() throws {
    let text = "---\nlayout: post\ntags: [a]\n---\n" + Self.step + "- [ ] a\n"
    #expect(try !Compiling.runbook(text).isAnnotated)
  }

  @Test(arguments: [
    "---\ntemae: 2\n---\n", "---\ntemae: 1\ntittle: x\n---\n", "---\ntemae: 1\ntitle: [\n---\n",
    "---\ntemae: 1\ndatabases: {p: {}}\n---\n",
    "---\ntemae: 1\ndatabases: {p: {env: \"a b\"}}\n---\n",
    "---\ntemae: 1\n",
  ])
  func `front matter of ours that is wrong is an error in it`(front: String) {
    let errors = Compiling.errors(front + Self.step + "- [ ] a\n")
    #expect(!errors.isEmpty)
    #expect(errors.allSatisfy { ["1", "2", "3", "4"].contains($0.prefix(1)) }, "\(errors)")
  }

  @Test func `a byte order mark, CRLF and tabs change nothing`() throws {
    let plain = Self.step + "- [ ] a\n\n```bash {#go}\necho a\n```\n"
    let windows = "\u{FEFF}" + plain.replacing("\n", with: "\r\n")
    let expected = try activities(plain).map(\.id)
    #expect(try activities(windows).map(\.id) == expected)
    #expect(try activities(windows).last?.text == "echo a\n")
    #expect(try activities(Self.step + "-\t[ ]\ta\n").map(\.text) == ["a"])
  }

  @Test func `a fence in a list item loses the item's indentation`() throws {
    let text = Self.step + "- [ ] a\n\n  ```bash\n  if true; then\n    echo x\n  fi\n  ```\n"
    #expect(try activities(text).last?.text == "if true; then\n  echo x\nfi\n")
  }

  @Test func `tilde fences and longer fences hold backticks`() throws {
    let tilde = Self.step + "~~~bash\necho '```'\n~~~\n"
    #expect(try activities(tilde).map(\.text) == ["echo '```'\n"])
    let longer = Self.step + "````bash\necho '```'\n````\n"
    #expect(try activities(longer).map(\.text) == ["echo '```'\n"])
  }

  @Test func `a heredoc with headings and fences is one block`() throws {
    let body = "cat > report.md <<'END'\n# Report\n## Step 9: no\n- [ ] no\nEND\n"
    let found = try activities(Self.step + "```bash\n\(body)```\n")
    #expect(found.map(\.text) == [body])
    let fenced = "cat <<'END'\n```sql\nselect 1;\n```\nEND\n"
    #expect(try activities(Self.step + "````bash\n\(fenced)````\n").map(\.text) == [fenced])
  }

  @Test func `an unclosed fence is an error at its line`() {
    let errors = Compiling.errors(Self.step + "```bash\necho a\n\n## Step 2: T\n- [ ] b\n")
    #expect(errors.count == 1)
    #expect(errors.first?.hasPrefix("3:") == true, "\(errors)")
  }

  @Test func `a box in a quotation is not overlooked`() throws {
    let runbook = try Compiling.runbook(Self.step + "- [ ] a\n\n> - [ ] quoted\n")
    let isSeen =
      runbook.steps.flatMap(\.activities).contains { $0.text.contains("quoted") }
      || !runbook.questions.isEmpty
    #expect(isSeen)
  }

  @Test func `documents without headings, of one line, and empty`() throws {
    #expect(try Compiling.runbook("- [ ] a\n").steps.count <= 1)
    #expect(try Compiling.runbook("words").steps.isEmpty)
    #expect(try Compiling.runbook("").steps.isEmpty)
    #expect(try Compiling.runbook("# \n").steps.isEmpty)
  }

  @Test func `several titles, admonitions and directives are no errors`() throws {
    let text = "# A\n> [!WARNING]\n> careful\n\n:::note\nx\n:::\n\n# B\n## Step 1: S\n- [ ] a\n"
    #expect(try Compiling.runbook(text).steps.count == 1)
  }

  @Test func `bytes that are no text are an error that says where`() {
    let bytes = Array(Self.step.utf8) + [0x2D, 0x20, 0xFF, 0xFE, 0x0A]
    let found = Compiling.bytes(bytes).diagnostics
    #expect(found.contains { $0.severity == .error && $0.line == 3 }, "\(found)")
  }

  @Test func `a zero byte cannot hide anything`() {
    let found = Compiling.bytes(Array((Self.step + "```bash\necho a\u{0}rm b\n```\n").utf8))
    #expect(found.diagnostics.contains { $0.severity == .error && $0.line == 4 })
  }

  @Test(arguments: [
    "\u{202E}", "\u{2066}", "\u{200B}", "\u{FEFF}", "\u{1B}", "\u{AD}", "\u{3164}", "\u{180E}",
  ])
  func `a block with characters that a reader does not see never runs`(hidden: String) throws {
    let front = "---\ntemae: 1\ndatabases: {p: {env: P}}\n---\n"
    for fence in ["bash", "sql {db=p}"] {
      let body = "select 'a\(hidden)b';"
      let found = try activities(front + Self.step + "```\(fence)\necho 1; \(body)\n```\n")
      #expect(found.map(\.kind) == [.manual])
      #expect(found.first?.byHand?.contains("does not see: U+") == true)
    }
  }
}
