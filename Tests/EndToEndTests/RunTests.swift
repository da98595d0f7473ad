import Testing

/// A run from its opening to its end, with everything that people do from other terminals.
struct RunTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("tiny.md", Documents.tiny)
    try place.write("questions.md", Documents.questions)
  }

  private func run(_ document: String = "tiny.md") throws -> Program.Ending {
    try place.temae("run", document, "--no-wait", "--unattended")
  }

  private func resume(_ words: String...) throws -> Program.Ending {
    try Program.run(["resume", "--no-wait", "--unattended"] + words, in: place.path)
  }

  @Test func `a run waits for a person, fails, is repaired by a remedy, and completes`() throws {
    #expect(try run().code == 3)
    #expect(try place.temae("status").code == 3)
    #expect(try place.temae("answer", "1/1", "yes", "--note", "I am").code == 0)
    let failed = try resume()
    #expect(failed.code == 1)
    #expect(failed.output.contains("✗ failed"))
    #expect(failed.output.contains("temae resume tiny-1"))
    #expect(try place.temae("status").code == 1)
    #expect(try place.temae("answer", "2/1", "remedy/1").code == 0)
    #expect(try resume().code == 0)
    #expect(try place.temae("status").code == 0)
    let runs = try place.temae("runs").output
    #expect(runs.contains("✓ completed"))
    let audit = try place.temae("audit").output
    #expect(audit.contains("note: I am"))
    #expect(audit.contains("1 deviation"))
    #expect(try place.temae("timeline").output.contains("2 attempts"))
    #expect(try place.temae("journal", "verify").code == 0)
  }

  @Test func `what failed is done by hand, with a reason`() throws {
    _ = try run()
    try place.temae("answer", "1/1", "yes")
    #expect(try resume().code == 1)
    #expect(try place.temae("settle", "2/1", "--done", "--reason", "by hand").code == 0)
    #expect(try resume().code == 0)
    #expect(try place.temae("audit", "--format", "csv").output.contains("by hand"))
  }

  @Test func `an item is skipped, with a reason`() throws {
    _ = try run("questions.md")
    let skipped = try place.temae("skip", "1/1", "--reason", "not today")
    #expect(skipped.code == 0)
    #expect(skipped.output.contains("not today"))
    #expect(try place.temae("answer", "2/1", "yes").code == 0)
    #expect(try resume().code == 0)
  }

  @Test func `answering no halts, and answering yes after it goes on`() throws {
    _ = try run("questions.md")
    #expect(try place.temae("answer", "1/1", "no").code == 0)
    #expect(try place.temae("answer", "1/1", "yes").code == 0)
    #expect(try place.temae("answer", "2/1", "yes").code == 0)
    #expect(try resume().code == 0)
  }

  @Test(arguments: [
    (["answer", "2/1", "yes"], "the turn of 2/1 has not come"),
    (["answer", "9/9", "yes"], "no activity 9/9"),
    (["settle", "1/1", "--failed", "--reason", "x"], "nothing to settle"),
    (["answer", "1/1", "remedy/1"], "has not failed"),
  ])
  func `what is not allowed is refused with its reason and 64, and not recorded`(
    words: [String], reason: String
  ) throws {
    _ = try run("questions.md")
    let before = try place.sqlite("SELECT max(seq) FROM event;")
    let ending = try Program.run(words, in: place.path)
    #expect(ending.code == 64)
    #expect(ending.error.contains(reason))
    #expect(try place.sqlite("SELECT max(seq) FROM event;") == before)
  }

  @Test func `output is kept, and cannot command a terminal`() throws {
    _ = try run()
    try place.temae("answer", "1/1", "yes")
    _ = try resume()
    let all = try place.temae("log").output
    #expect(all.contains("hello"))
    let step = try place.temae("log", "2").output
    #expect(!step.contains("hello"))
    #expect(step.contains("looking ␛[31mred"))
    let raw = try place.temae("log", "tiny-1", "2/1", "--raw").output
    #expect(raw == "looking \u{1B}[31mred\u{1B}[0m\n")
    #expect(try place.temae("log", "7").code == 64)
  }

  @Test func `an unknown run, none, and one of two are told apart`() throws {
    _ = try run("questions.md")
    #expect(try place.temae("status", "brew-9").error.contains("no run brew-9"))
    #expect(try place.temae("status", "brew-9").code == 64)
    _ = try run("questions.md")
    for words in [["status"], ["pause"], ["answer", "1/1", "yes"], ["resume"]] {
      let ending = try Program.run(words, in: place.path)
      #expect(ending.code == 64)
      #expect(ending.error.contains("2 runs are open"))
      #expect(ending.error.contains("questions-1") && ending.error.contains("questions-2"))
    }
    #expect(try place.temae("answer", "questions-1", "1/1", "yes").code == 0)
    #expect(try place.temae("answer", "1/1", "yes", "--run", "questions-2").code == 0)
  }

  @Test func `reading commands take the newest run where none is open, and name it`() throws {
    _ = try run("questions.md")
    try place.temae("abort", "--reason", "enough", "--yes", "questions-1")
    let ending = try place.temae("timeline")
    #expect(ending.code == 0)
    #expect(ending.error.contains("questions-1"))
    #expect(try place.temae("timeline", "-q").error == "")
    #expect(try place.temae("note", "questions-1", "afterwards").code == 0)
  }

  @Test func `a run is aborted only when its name is typed`() throws {
    _ = try run("questions.md")
    let unasked = try place.temae("abort", "--reason", "enough")
    #expect(unasked.code == 64)
    #expect(unasked.error.contains("--yes questions-1"))
    #expect(try place.temae("abort", "--reason", "enough", "--yes", "questions").code == 64)
    #expect(try place.temae("status").code == 3)
    #expect(try place.temae("abort", "--reason", "enough", "--yes", "questions-1").code == 0)
    #expect(try place.temae("status").code == 4)
    #expect(try place.temae("resume", "questions-1").code == 64)
  }

  @Test func `the JSON stream is the journal's rows, byte for byte`() throws {
    let ending = try place.temae(
      "run", "questions.md", "--no-wait", "--unattended", "--format", "json")
    let rows = try place.sqlite("SELECT body FROM event ORDER BY seq;")
    #expect(!ending.output.isEmpty)
    #expect(rows.hasSuffix(ending.output))
  }

  @Test func `the operator is who --as, the variable or the account says`() throws {
    _ = try run("questions.md")
    try place.temae("note", "one", "--as", "Rikyū")
    try place.temae("note", "two", environment: ["TEMAE_AS": "Sen"])
    let audit = try place.temae("audit").output
    #expect(audit.contains("Rikyū"))
    #expect(audit.contains("Sen"))
    #expect(audit.contains("claimed"))
  }

  @Test func `many answers at once are all recorded or refused, and none is lost`() throws {
    _ = try run("questions.md")
    let commands = (1...8).map { "'\(Program.path)' note 'note \($0)' -q >/dev/null & " }
    try Workplace.shell("cd '\(place.path)' && { \(commands.joined()) wait; }")
    let count = try place.sqlite("SELECT count(*) FROM event WHERE type = 'note.added';")
    #expect(count == "8\n")
    #expect(try place.temae("journal", "verify").code == 0)
  }
}
