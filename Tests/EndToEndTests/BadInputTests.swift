import Glibc
import Testing

/// What cannot be used is refused with a message that says what, where and what to do next, with its
/// exit code, and before anything is recorded.
struct BadInputTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("questions.md", Documents.questions)
  }

  private func openRun() throws {
    let ending = try place.temae("run", "questions.md", "--no-wait", "--unattended")
    #expect(ending.code == 3)
  }

  private func refused(
    _ words: [String], _ code: Int32, _ messages: String...,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let ending = try Program.run(words, in: place.path)
    #expect(ending.code == code, "\(ending.error)", sourceLocation: location)
    for message in messages {
      #expect(
        ending.error.contains(message), "\(ending.output)\(ending.error)",
        sourceLocation: location)
    }
  }

  private func run(_ document: String, _ words: String...) -> [String] {
    ["run", document, "--unattended"] + words
  }

  @Test func `documents that are none open no run`() throws {
    try place.write("empty.md", "")
    try place.write("prose.md", "# Only prose\n\nNothing to do.\n")
    try place.write("broken.md", "---\ntemae: 1\ntitle: [\n---\n# Broken\n")
    try place.write(
      "unknown.md",
      Documents.questions.replacingFirst(
        "- [ ] Is the f", with: "- **Approve**: 2 of @dba\n\n- [ ] Is the f"))
    try refused(run("nowhere.md"), 65, "there is no document nowhere.md", "next: ")
    try refused(run("nowhere/at/all.md"), 65, "there is no document", "next: ")
    try refused(run("."), 65, "is a directory, not a document", "next: ")
    try refused(run("questions.md/x"), 65, "questions.md/x")
    try refused(run("empty.md"), 65, "empty.md")
    try refused(run("prose.md"), 65, "nothing that can be run", "next: ")
    try refused(run("broken.md"), 65, "broken.md:4:1: error: ", "next: ")
    try refused(run("unknown.md"), 65, "unknown.md:", "Approve")
    try refused(["runs"], 65, "--journal FILE")
  }

  @Test func `a T in the past, or none where one is needed, opens no run`() throws {
    try place.write(
      "timed.md",
      Documents.questions.replacingFirst("The second", with: "The second (T+5 min)"))
    try refused(run("timed.md", "--t0", "2020-01-31T22:30"), 64, "T lies in the past", "next: ")
    try refused(run("timed.md", "--t0", "tomorrow"), 64, "is not a time", "next: ")
    try refused(run("timed.md", "--t0", "2026-02-30T10:00"), 64, "is not a time")
    try refused(run("timed.md"), 64, "nothing says when T is", "next: ")
    try refused(run("timed.md", "--no-wait", "--until", "9"), 64, "no such step", "next: ")
    try refused(run("timed.md", "--no-wait", "--param", "a=b"), 64, "no parameter a")
    try refused(["runs"], 65, "--journal FILE")
  }

  @Test func `a document that nobody agreed to opens no run, its digest does`() throws {
    try place.write("plain.md", "# Plain\n\n## Step 1: Look\n\n```bash\necho looked\n```\n")
    try refused(run("plain.md", "--no-wait"), 65, "nobody has agreed", "--accept ")
    try refused(
      run("plain.md", "--no-wait", "--accept", "0123456789ab"), 65, "is not the document's digest")
    let error = try place.temae("run", "plain.md", "--no-wait", "--unattended").error
    let digest = try #require(error.firstMatch(of: #/--accept ([0-9a-f]+)/#)).1
    let ending = try place.temae(
      "run", "plain.md", "--no-wait", "--unattended", "--accept", String(digest))
    #expect(ending.code == 0, "\(ending.error)")
    try place.write("plain.md", "# Plain\n\n## Step 1: Look\n\n```bash\necho changed\n```\n")
    try refused(
      run("plain.md", "--no-wait", "--accept", String(digest)), 65, "is not the document's digest")
  }

  @Test func `a journal that is cut short, overwritten or newer is refused and left as it is`()
    throws
  {
    try openRun()
    let journal = "'\(place.path)/journals/temae.sqlite'"
    try Workplace.shell("sqlite3 \(journal) 'pragma wal_checkpoint(truncate)' >/dev/null")
    for (name, change) in [
      ("short", "head -c 5000"), ("garbage", "sed 's/event/evemt/g'"), ("empty", "head -c 100"),
    ] {
      try Workplace.shell("\(change) <\(journal) >'\(place.path)/\(name).sqlite'")
      let before = Program.text("\(place.path)/\(name).sqlite")
      for words in [["runs"], ["status"], ["journal", "verify"], ["note", "x"], ["resume"]] {
        let ending = try Program.run(
          words + ["--journal", "\(name).sqlite"], in: place.path)
        #expect([1, 7, 65].contains(ending.code), "\(name) \(words): \(ending)")
        #expect(ending.error.contains("\(name).sqlite"), "\(words): \(ending.error)")
      }
      #expect(Program.text("\(place.path)/\(name).sqlite") == before)
    }
    try Workplace.shell(
      "cd '\(place.path)' && cp journals/temae.sqlite new.sqlite && "
        + "sqlite3 new.sqlite 'pragma user_version = 99'")
    try refused(
      ["runs", "--journal", "new.sqlite"], 65, "new.sqlite", "use the version that wrote it")
    try refused(
      run("questions.md", "--no-wait", "--journal", "new.sqlite"), 65, "new.sqlite",
      "use the version that wrote it")
  }

  @Test func `a directory, a missing directory or a device is no journal`() throws {
    for name in [".", "/dev/null", "questions.md"] {
      try refused(["status", "--journal", name], 65, name)
    }
    try refused(["status", "--journal", "nowhere/temae.sqlite"], 65, "nowhere/temae.sqlite")
    #expect(Program.text("\(place.path)/questions.md") == Documents.questions)
  }

  @Test func `a journal that cannot be made where it was named is refused with what to do`() throws
  {
    for name in ["/proc/temae.sqlite", "/proc/no/such/directory/temae.sqlite"] {
      try refused(
        run("questions.md", "--no-wait", "--journal", name), 65, "next: check the directory")
    }
  }

  @Test func `paths and titles with spaces, quotes and line ends are paths and titles`() throws {
    let name = "it's a \"tea\" $(touch ran) `touch ran` house"
    try Workplace.shell("mkdir -p '\(place.path)/sub'")
    let directory = "\(place.path)/sub/\(name)"
    #expect(unsafe mkdir(directory, 0o700) == 0)
    try place.write(
      "sub/\(name)/\(name).md",
      Documents.tiny.replacingFirst(
        "title: Tiny", with: "title: \"It's \\\"Tiny\\\" $(touch ran)\""
      )
      .replacingFirst("test -e repaired", with: "pwd; test -e repaired"))
    let run = ["run", "\(name).md", "--no-wait", "--unattended"]
    #expect(try Program.run(run, in: directory).code == 3)
    #expect(try Program.run(["answer", "1/1", "yes"], in: directory).code == 0)
    #expect(try Program.run(["resume", "--unattended"], in: directory).code == 1)
    #expect(try Program.run(["answer", "2/1", "remedy/1"], in: directory).code == 0)
    #expect(try Program.run(["resume", "--unattended"], in: directory).code == 0)
    #expect(try Program.run(["log", "2"], in: directory).output.contains(name))
    #expect(try Workplace.shell("test -e '\(place.path)/ran'") != 0)
    #expect(unsafe access("\(directory)/ran", F_OK) != 0)
  }

  @Test(arguments: ["show questions.md", "runs", "status --format json", "audit", "log --raw"])
  func `what cannot be written is an error, and a reader that has left is none`(words: String)
    throws
  {
    try place.write(
      "questions.md",
      Documents.questions.replacing("- [ ] Is the first thing so?", with: "```bash\necho a\n```"))
    try openRun()
    let line = "cd '\(place.path)' && exec 2>.problem && '\(Program.path)' \(words)"
    #expect(try Workplace.shell("\(line) >/dev/full") == 1)
    #expect(Program.text(place.path + "/.problem").contains("No space left on device"))
    #expect(
      try Workplace.shell("trap '' PIPE; { \(line); echo $? >'\(place.path)/.code'; } | true") == 0)
    #expect(Program.text(place.path + "/.code") != "1\n")
    #expect(Program.text(place.path + "/.problem") == "")
  }
}
