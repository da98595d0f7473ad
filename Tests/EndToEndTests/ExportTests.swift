import Testing

/// `temae journal export` and `import`, as an auditor and a colleague would use them.
struct ExportTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("questions.md", Documents.questions)
    try place.temae("run", "questions.md", "--no-wait", "--unattended")
    try place.temae("run", "questions.md", "--no-wait", "--unattended")
    try place.temae("note", "questions-2", "second")
  }

  @Test(arguments: ["all.jsonl", "all.sqlite"])
  func `what is exported is imported to the same root and tells the same`(file: String) throws {
    let head = try place.temae("journal", "head").output
    let exported = try place.temae("journal", "export", file)
    #expect(exported.code == 0, "\(exported.error)")
    #expect(exported.output == "exported: \(file)\nhead: \(head)")
    let line = String(head.dropLast())
    let imported = try place.temae(
      "journal", "import", file, "--journal", "new/a.sqlite", "--head", line)
    #expect(imported.code == 0, "\(imported.error)")
    #expect(imported.output.hasSuffix("head: \(head)"))
    for words in [
      ["audit", "questions-2"], ["audit", "questions-1", "--format", "json"], ["runs"],
    ] {
      let here = try Program.run(words, in: place.path)
      let there = try Program.run(words + ["--journal", "new/a.sqlite"], in: place.path)
      #expect(here == there)
    }
    // Neither is written over.
    #expect(try place.temae("journal", "export", file).code == 65)
    let again = try place.temae("journal", "import", file, "--journal", "new/a.sqlite")
    #expect(again.code == 65)
    #expect(again.error.contains("has events already"))
  }

  @Test func `without a file, JSON Lines go to standard output, for other programs to read`() throws
  {
    let head = try place.temae("journal", "head").output
    let export = try place.temae("journal", "export", "--no-payloads")
    #expect(export.error == "temae: head: \(head)")
    let bodies = try place.sqlite("select body from event order by seq")
    #expect(export.output == bodies)
  }

  @Test func `one run's export verifies to the root of the whole journal`() throws {
    let head = String(try place.temae("journal", "head").output.dropLast())
    let export = ["journal", "export", "one.jsonl", "--run", "questions-2"]
    #expect(try Program.run(export, in: place.path).code == 0)
    let checked = try place.temae("journal", "import", "one.jsonl", "--check", "--head", head)
    #expect(checked.code == 0)
    #expect(checked.output.hasSuffix("head: \(head)\n"))
    #expect(checked.error.contains("as bare leaves"))
    let text = Program.text(place.path + "/one.jsonl")
    #expect(text.contains("second"))
    #expect(!text.contains("questions-1"))
    #expect(try place.temae("journal", "import", "one.jsonl", "--journal", "b/b.sqlite").code == 65)
    try Workplace.shell("cd '\(place.path)' && sed -i 's/\"second\"/\"third\"/' one.jsonl")
    let edited = try place.temae("journal", "import", "one.jsonl", "--check")
    #expect(edited.code == 7)
    #expect(edited.error.contains("does not match its own digest"))
  }

  @Test(arguments: [
    ["journal", "export", "--format", "sqlite"],
    ["journal", "export", "a.sqlite", "--run", "questions-1"],
    ["journal", "export", "a.sqlite", "--no-payloads"],
    ["journal", "export", "a.jsonl", "--run", "tea-9"],
    ["journal", "import", "a.jsonl", "--head", "tea"],
  ])
  func `what makes no sense is refused, and makes no file`(words: [String]) throws {
    #expect(try Program.run(words, in: place.path).code == 64)
    #expect(try Workplace.shell("test -e '\(place.path)'/a.*") != 0)
  }

  @Test func `an export that is not there is named`() throws {
    let ending = try place.temae("journal", "import", "tea.jsonl", "--journal", "c/c.sqlite")
    #expect(ending.code == 65)
    #expect(ending.error.contains("tea.jsonl"))
  }
}
