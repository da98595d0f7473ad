import Testing

/// Questions at a terminal: nothing is answered by default, and an answer from elsewhere wins.
struct PromptTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("questions.md", Documents.questions)
    try place.write("tiny.md", Documents.tiny)
  }

  private func open(
    _ words: [String] = ["run", "questions.md", "--no-wait"],
    environment: [String: String] = [:]
  ) throws -> Terminal {
    try Terminal(words, in: place.path, environment: environment)
  }

  @Test func `Enter alone is no answer`() throws {
    let terminal = try open()
    try terminal.wait(for: "answer: ")
    terminal.type("\n")
    try terminal.wait(for: "type one of: y, n, s, h")
    try terminal.wait(for: "answer: ")
    terminal.type("perhaps\n")
    try terminal.wait(for: "type one of: y, n, s, h")
    #expect(try place.sqlite("SELECT count(*) FROM event WHERE type = 'item.answered';") == "0\n")
    try terminal.wait(for: "answer: ")
    terminal.type("yes it is\n")
    try terminal.wait(for: "note: it is")
    try terminal.wait(for: "answer: ")
    terminal.type("Y\n")
    #expect(try terminal.end() == 0)
  }

  @Test func `skipping asks for a reason until there is one`() throws {
    let terminal = try open()
    try terminal.wait(for: "answer: ")
    terminal.type("s\n")
    try terminal.wait(for: "reason for skip: ")
    terminal.type("  \n")
    try terminal.wait(for: "needs a reason")
    try terminal.wait(for: "answer: ")
    terminal.type("s nobody knows\n")
    try terminal.wait(for: "reason: nobody knows")
    try terminal.wait(for: "answer: ")
    terminal.type("h\n")
    #expect(try terminal.end() == 3)
  }

  @Test func `the end of the input halts and answers nothing`() throws {
    let terminal = try open()
    try terminal.wait(for: "answer: ")
    terminal.type("\u{4}")
    #expect(try terminal.end() == 3)
    #expect(try place.sqlite("SELECT count(*) FROM event WHERE type = 'item.answered';") == "0\n")
  }

  @Test func `what was typed before the question stood there is no answer to it`() throws {
    try place.write(
      "slow.md",
      Documents.questions.replacingFirst(
        "- [ ] Is the first thing so?",
        with: "```bash\nuntil test -e go; do sleep 0.05; done\n```\n\n- [ ] Is it so?"))
    let terminal = try open(["run", "slow.md", "--no-wait"])
    try terminal.wait(for: "until test")
    terminal.type("y\ny\n")
    try place.write("go", "")
    try terminal.wait(for: "answer: ")
    try terminal.wait(for: "", seconds: 1)
    #expect(try place.sqlite("SELECT count(*) FROM event WHERE type = 'item.answered';") == "0\n")
    terminal.type("h\n")
    #expect(try terminal.end() == 3)
  }

  @Test func `a prompt that is answered elsewhere disappears and says by whom`() throws {
    let terminal = try open()
    try terminal.wait(for: "answer: ")
    terminal.type("y half typ")
    try place.temae("answer", "1/1", "yes", "--as", "Sōtan")
    try terminal.wait(for: "Sōtan")
    try terminal.wait(for: "2/1")
    try terminal.wait(for: "answer: ")
    terminal.type("y\n")
    #expect(try terminal.end() == 0)
    #expect(terminal.screen.contains("\u{1B}[J"))
  }

  @Test func `Ctrl-C at the prompt leaves a run that can be resumed`() throws {
    let terminal = try open()
    try terminal.wait(for: "answer: ")
    terminal.type("\u{3}")
    #expect(try terminal.end() == 130)
    #expect(terminal.screen.contains("temae resume questions-1"))
    let resumed = try open(["resume", "--no-wait"])
    try resumed.wait(for: "answer: ")
    resumed.type("y\n")
    try resumed.wait(for: "answer: ")
    resumed.type("y\n")
    #expect(try resumed.end() == 0)
  }

  @Test func `a remedy is chosen by its number`() throws {
    let terminal = try open(["run", "tiny.md", "--no-wait"])
    try terminal.wait(for: "answer: ")
    terminal.type("y\n")
    #expect(try terminal.end() == 1)
    let resumed = try open(["resume", "--no-wait"])
    try resumed.wait(for: "remedy/1")
    try resumed.wait(for: "answer: ")
    resumed.type("1 the file was forgotten\n")
    #expect(try resumed.end() == 0)
    #expect(try place.temae("audit").output.contains("the file was forgotten"))
  }

  @Test func `a dumb terminal and NO_COLOR get no escape sequences`() throws {
    for variables in [["TERM": "dumb"], ["NO_COLOR": "1", "TERM": "dumb"]] {
      let terminal = try open(environment: variables)
      try terminal.wait(for: "answer: ")
      terminal.type("h\n")
      #expect(try terminal.end() == 3)
      #expect(!terminal.screen.contains("\u{1B}"))
    }
    let colorless = try open(environment: ["NO_COLOR": "1"])
    try colorless.wait(for: "answer: ")
    colorless.type("h\n")
    _ = try colorless.end()
    #expect(!colorless.screen.contains(#/\x1B\[[0-9;]*m/#))
  }

  @Test func `aborting asks for the run's name at a terminal`() throws {
    try place.temae("run", "questions.md", "--no-wait", "--unattended")
    let wrong = try open(["abort", "--reason", "enough"])
    try wrong.wait(for: "Type the run's name, questions-1: ")
    wrong.type("yes\n")
    #expect(try wrong.end() == 64)
    let right = try open(["abort", "--reason", "enough"])
    try right.wait(for: "questions-1: ")
    right.type("questions-1\n")
    #expect(try right.end() == 0)
    #expect(try place.temae("status").code == 4)
  }
}

extension PromptTests {
  @Test func `a note stands beside a yes, and a no halts the run`() throws {
    let terminal = try open()
    try terminal.wait(for: "answer: ")
    terminal.type("y it was warm\n")
    try terminal.wait(for: "2/1")
    try terminal.wait(for: "answer: ")
    terminal.type("n not yet\n")
    #expect(try terminal.end() == 3)
    let audit = try place.temae("audit").output
    #expect(audit.contains("it was warm"))
    #expect(audit.contains("not yet"))
    #expect(try place.temae("status").code == 3)
  }
}
