import Testing

/// Reference pages that repeat what the sources say are compared with them.
struct ReferenceTests {
  let tree = PackageTree.current

  private func text(_ path: String) throws -> String {
    try #require(tree.file(path)?.text, "\(path) is missing")
  }

  @Test func `the page of events has every type with its fields`() throws {
    let path = "docs/reference/events.md"
    let declared = EventTable.declared(event: try text("Sources/TemaeCore/Run/Event.swift")) {
      tree.file("Sources/TemaeCore/Run/Events/\($0).swift")?.text
    }
    #expect(declared.count > 30)
    let documented = EventTable.documented(in: try text(path))
    #expect(EventTable.findings(documented: documented, declared: declared, path: path) == [])
  }

  @Test func `a missing event, a foreign one and another field are found`() {
    let event = """
      case opened(Opened)
      case closed(Closed)
      case "run.opened": self = .opened(try .init(from: &reader))
      case "run.closed": self = .closed(try .init(from: &reader))
      """
    let declared = EventTable.declared(event: event) { _ in
      """
      writer.field("name", name)
      writer.optional("note", note)
      """
    }
    let page = """
      | type | fields | meaning |
      |---|---|---|
      | `run.opened` | `name`, `note?` | It was opened, see `run.closed`. |
      """
    let documented = EventTable.documented(in: page)
    #expect(EventTable.findings(documented: documented, declared: declared, path: "p").count == 1)
    let wrong = ["run.opened": ["name", "note"], "run.closed": ["name", "note?"], "run.x": []]
    #expect(EventTable.findings(documented: wrong, declared: declared, path: "p").count == 2)
  }

  @Test func `the page of exit codes has every code with its meaning`() throws {
    let path = "docs/reference/exit-codes.md"
    let declared = ExitCodeTable.declared(in: try text("Sources/temae/ExitCode.swift"))
    #expect(declared.count > 10)
    let documented = ExitCodeTable.documented(in: try text(path))
    #expect(ExitCodeTable.findings(documented: documented, declared: declared, path: path) == [])
  }

  @Test func `a missing exit code and another meaning are found`() {
    let declared = ExitCodeTable.declared(
      in: "case done = 0\ncase lost = 6\ncase .done: \"done\"\ncase .lost: \"an outcome is lost\"")
    let documented = ExitCodeTable.documented(
      in: "| code | meaning |\n|---|---|\n| `0` | fine | |\n")
    #expect(
      ExitCodeTable.findings(documented: documented, declared: declared, path: "p").map(\.message)
        .map { $0.prefix(2) } == ["0 ", "6 "])
  }

  @Test func `the page of words publishes every word`() throws {
    let path = "docs/reference/word-lists.md"
    let declared = WordListTable.declared(in: try text("Sources/TemaeMarkdown/WordLists.swift"))
    #expect(declared.count > 100)
    let documented = WordListTable.documented(in: try text(path))
    #expect(WordListTable.findings(documented: documented, declared: declared, path: path) == [])
  }

  @Test func `an unpublished word and one that is read as nothing are found`() {
    let declared = WordListTable.declared(in: "[\"step\", \"go no go\"]")
    let documented = WordListTable.documented(in: "| steps | `step`, `stride` |")
    #expect(
      WordListTable.findings(documented: documented, declared: declared, path: "p").count == 2)
  }
}
