import Testing

/// A journal that was copied from the machine on which its run was driven.
struct OtherMachineTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
  }

  /// Makes the journal that of a machine with another id.
  private func moveAway() throws {
    let machine =
      try place.sqlite(
        "SELECT body ->> '$.what.machine' FROM event WHERE type = 'lease.taken' LIMIT 1"
      ).split(separator: "\n").first.map(String.init) ?? ""
    try place.forge("\"machine\":\"\(machine)\"", "\"machine\":\"0123456789abcdef\"")
  }

  @Test func `a run of another machine is driven only on a person's word, which is recorded`()
    throws
  {
    try place.write("questions.md", Documents.questions)
    #expect(try place.temae("run", "questions.md", "--no-wait", "--unattended").code == 3)
    try moveAway()
    let events = try place.sqlite("SELECT count(*) FROM event")
    for words in [["resume", "--unattended"], ["do", "--reason", "x", "--", "true"]] {
      let refused = try Program.run(words, in: place.path)
      #expect(refused.code == 75)
      #expect(refused.error.contains("was last driven on another machine"))
      #expect(refused.error.contains("machine id 0123456789abcdef"))
      #expect(refused.error.contains("--take-over REASON"))
    }
    #expect(try place.sqlite("SELECT count(*) FROM event") == events)
    #expect(try place.temae("status").code == 3)

    let taken = try place.temae("resume", "--unattended", "--take-over", "the old laptop is dead")
    #expect(taken.code == 3, "\(taken.error)")
    #expect(try place.temae("audit").output.contains("taken over: the old laptop is dead"))
    // From now on it is this machine's.
    #expect(try place.temae("resume", "--unattended").code == 3)
  }

  @Test func `what the other machine had begun is unknown, not run again`() throws {
    try place.write(
      "work.md",
      """
      ---
      temae: 1
      title: Work
      ---
      # Work

      ## Step 1: Work

      ```bash {.change}
      echo begun >>effects
      until test -e go-on; do sleep 0.05; done
      ```
      """)
    let runner = try Program.start(
      ["run", "work.md", "--no-wait", "--unattended"], in: place.path)
    try place.wait(for: "effects")
    #expect(try Workplace.shell("kill -9 \(runner)") == 0)
    _ = Program.wait(runner)
    // What lies beside the journal stays where it was; the other machine's command goes on.
    #expect(try Workplace.shell("cd '\(place.path)' && mv journals/*.attempts there") == 0)
    try moveAway()
    #expect(try place.temae("resume", "--unattended", "--no-wait").code == 75)
    let taken = try place.temae(
      "resume", "--unattended", "--no-wait", "--take-over", "the old laptop is dead")
    #expect(taken.code == 6, "\(taken.error)")
    #expect(try place.temae("status").output.contains("missing"))
    #expect(Program.text("\(place.path)/effects") == "begun\n")
    try place.write("go-on", "")
  }
}
