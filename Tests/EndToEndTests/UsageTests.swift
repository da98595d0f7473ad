import Testing

/// What is typed wrongly, and what the argument parser gives for nothing.
struct UsageTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test(arguments: [
    ["brew"], ["show"], ["skip", "1/1"], ["settle", "1/1", "--reason", "x"],
    ["settle", "1/1", "--done", "--failed", "--reason", "x"], ["answer", "1/1"],
    ["answer", "1/1", "maybe"], ["answer", "1/1", "skip"], ["note"], ["abort"],
    ["skip", "1/1", "--reason", " "], ["note", ""],
    ["do", "--reason", "", "--", "true"], ["answer", "1/1", "yes", "--as", ""], ["target", "show"],
    ["audit", "--format", "xml"], ["pause", "one", "two"],
    ["run", "a.md", "--minute", "999999999h999999999h999999999h"],
    ["run", "a.md", "--minute", "0s"],
  ])
  func `usage errors end with 64 and say what is expected`(words: [String]) throws {
    let ending = try Program.run(words, in: place.path)
    #expect(ending.code == 64)
    #expect(ending.output == "")
    #expect(ending.error.contains("Usage: "))
  }

  @Test func `the version and every command are told`() throws {
    #expect(try place.temae("--version").output == "0.1.0\n")
    let help = try place.temae("--help").output
    let commands = [
      "show", "run", "resume", "do", "answer", "skip", "settle", "note", "pause", "abort", "runs",
      "status", "log", "timeline", "report", "audit", "journal", "target",
    ]
    for command in commands { #expect(help.contains("  \(command) ")) }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are generated`(shell: String) throws {
    let ending = try place.temae("--generate-completion-script", shell)
    #expect(ending.code == 0)
    #expect(ending.output.contains("settle"))
  }

  @Test func `bash can parse its completions`() throws {
    let script = try place.temae("--generate-completion-script", "bash").output
    try place.write("completions", script)
    #expect(try Workplace.shell("bash -n '\(place.path)/completions'") == 0)
  }
}
