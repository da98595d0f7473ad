import Testing

/// Processes that a command leaves behind, on the real machine.
struct DescendantsTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      "left.md",
      """
      ---
      temae: 1
      title: Left
      ---
      # Left

      ## Step 1: Leave

      ```bash {.change}
      (until test -e enough; do sleep 0.05; done; echo late >>effects) >/dev/null 2>&1 &
      echo first >>effects
      ```

      ## Step 2: Next

      ```bash {.change}
      echo second >>effects
      ```
      """)
  }

  private var effects: String { Program.text("\(place.path)/effects") }

  @Test func `nothing starts beside them, and a person may go on with a reason`() throws {
    let first = try place.temae("run", "left.md", "--no-wait", "--unattended")
    #expect(first.code == 3, "\(first.output)\(first.error)")
    #expect(first.output.contains("left processes behind"))
    #expect(effects == "first\n")
    let status = try place.temae("status")
    #expect(status.code == 3)
    #expect(status.output.contains("temae answer 1/1 end --reason TEXT"), "\(status.output)")
    #expect(try place.temae("resume", "--no-wait", "--unattended").code == 3)
    #expect(effects == "first\n")

    #expect(try place.temae("answer", "1/1", "proceed").code == 64)
    #expect(try place.temae("answer", "1/1", "proceed", "--reason", "it is a service").code == 0)
    #expect(try place.temae("resume", "--no-wait", "--unattended").code == 0)
    #expect(effects == "first\nsecond\n")
    #expect(try place.temae("audit").output.contains("it is a service"))
    // What the attempt printed is in the journal, masked; its raw form does not stay on the disk.
    #expect(try Workplace.shell("test -z \"$(find '\(place.path)/journals' -name script)\"") == 0)
    try place.write("enough", "")
  }

  @Test func `they may be ended on a person's word`() throws {
    #expect(try place.temae("run", "left.md", "--no-wait", "--unattended").code == 3)
    #expect(try place.temae("answer", "1/1", "end", "--reason", "in the way").code == 0)
    let resumed = try place.temae("resume", "--no-wait", "--unattended")
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    try place.write("enough", "")
    // What was ended writes nothing any more.
    #expect(effects == "first\nsecond\n")
    #expect(try place.temae("journal", "verify").code == 0)
  }

  @Test func `when they end by themselves the run goes on, also under the next driver`() throws {
    #expect(try place.temae("run", "left.md", "--no-wait", "--unattended").code == 3)
    try place.write("enough", "")
    let resumed = try place.temae("resume", "--no-wait", "--unattended")
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    #expect(effects == "first\nlate\nsecond\n")
    #expect(resumed.output.contains("what the command had left behind"))
  }

  @Test func `a service that lets go of the attempt is no matter`() throws {
    try place.write(
      "left.md",
      Program.text("\(place.path)/left.md").replacing("2>&1 &", with: "2>&1 3>&- &"))
    #expect(try place.temae("run", "left.md", "--no-wait", "--unattended").code == 0)
    #expect(effects == "first\nsecond\n")
    try place.write("enough", "")
  }
}
