import Testing

/// `temae audit` on a journal that a real run left.
struct AuditTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("questions.md", Documents.questions)
    try place.temae("run", "questions.md", "--no-wait", "--unattended")
    try place.temae("note", "the kettle sings", "--as", "mika")
    try place.temae("abort", "--reason", "no tea", "--yes", "questions-1", "--as", "hana")
  }

  /// The types of the events in the audit.
  private func types(_ words: String...) throws -> [String] {
    let ending = try Program.run(["audit", "--format", "csv"] + words, in: place.path)
    #expect(ending.code == 0, "\(ending.error)")
    return ending.output.split(separator: "\r\n").dropFirst()
      .map { String($0.split(separator: ",", omittingEmptySubsequences: false)[8]) }
      .filter { $0 != "gap" }
  }

  @Test func `filters name a person, a time and a type`() throws {
    #expect(try types("--operator", "mika") == ["note.added"])
    #expect(try types("--type", "note", "--type", "run.aborted") == ["note.added", "run.aborted"])
    let at = try place.sqlite("select body->>'at' from event where body->>'type' = 'note.added'")
    let time = String(at.dropLast())
    #expect(try types("--since", time, "--until", time) == ["note.added"])
    #expect(try types("--until", "2020-01-01") == [])
    #expect(try types("--since", String(time.prefix(10)), "--type", "note.added").count == 1)
    #expect(try types("--until", String(time.prefix(10)), "--type", "note.added").count == 1)
  }

  @Test(arguments: [
    ["--since", "yesterday"], ["--until", "2026-02-30"], ["--since", "2026-01-01T10"],
    ["--since", "2026-01-01T10:00.5"], ["--type", "tea"], ["--type", ""],
  ])
  func `a time or a type that does not exist is refused`(words: [String]) throws {
    #expect(try Program.run(["audit"] + words, in: place.path).code == 64)
  }
}
