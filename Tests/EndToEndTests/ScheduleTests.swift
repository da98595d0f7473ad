import Testing

/// T, the schedule and where a run stops.
struct ScheduleTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      "timed.md",
      """
      ---
      temae: 1
      title: Timed
      parameters:
        - name: GREETING
          default: hello
        - name: API_TOKEN
          secret: true
      ---
      # Timed

      ## Phase 1: Do it

      ### Step 1: Greet (T-1 min)

      ```bash
      echo "$GREETING $API_TOKEN"
      ```

      ### Step 2: Leave (T+2 min)

      ```bash
      echo bye
      ```

      """)
  }

  private func temae(_ words: String...) throws -> Program.Ending {
    try Program.run(words, in: place.path, environment: ["API_TOKEN": "opensesame"])
  }

  @Test func `steps wait for their instants, and the run stops where it is told to`() throws {
    let first = try temae(
      "run", "timed.md", "--t0", "+2s", "--minute", "1s", "--until", "1", "--unattended",
      "--param", "GREETING=it's \"tea\" $(date)")
    #expect(first.code == 3)
    #expect(first.output.contains("T-1 +0:0"))
    #expect(!first.output.contains("echo bye"))
    let second = try temae("resume", "--unattended")
    #expect(second.code == 0)
    // A slow machine may be late; what must never be is that a step begins before its instant.
    let early = try place.sqlite(
      """
      SELECT count(*), sum(julianday(body->>'at') < (
        SELECT julianday(body->>'$.what.t0') FROM event WHERE type = 'run.opened'
      ) + iif(body->>'$.what.activity' LIKE '1/%', -1, 2) / 86400.0 - 0.001 / 86400)
      FROM event WHERE type = 'attempt.intended';
      """)
    #expect(early == "2|0\n", "two attempts, none before its instant")
    let log = try temae("log").output
    #expect(log.contains("it's \"tea\" $(date) [masked]"))
    let journal = try place.sqlite(".dump")
    #expect(!journal.contains("opensesame"))
  }

  @Test func `the clock counts down at a terminal`() throws {
    let terminal = try Terminal(
      ["run", "timed.md", "--t0", "+6s", "--minute", "1s"], in: place.path,
      environment: ["API_TOKEN": "opensesame"])
    try terminal.wait(for: "is due in ")
    try terminal.wait(for: "next for you: nothing")
    #expect(try terminal.end() == 0)
  }

  @Test func `a secret parameter without its variable is asked for before anything happens`()
    throws
  {
    let ending = try place.temae("run", "timed.md", "--no-wait", "--unattended")
    #expect(ending.code == 65)
    #expect(ending.error.contains("export API_TOKEN"))
    #expect(try place.temae("runs").code == 65, "there is no journal")
  }

  @Test func `reports are JSON for programs, and say the same`() throws {
    #expect(try temae("run", "timed.md", "--no-wait", "--unattended").code == 0)
    for words in [["runs"], ["status"], ["timeline"], ["audit"]] {
      let ending = try Program.run(words + ["--format", "json", "-q"], in: place.path)
      #expect(ending.code == 0)
      #expect(ending.error == "")
      try place.write("report.json", ending.output)
      let query = "SELECT json_valid(CAST(readfile('report.json') AS TEXT));"
      #expect(try place.sqlite(query) == "1\n", "\(words)")
      #expect(ending.output.contains("timed-1"))
    }
  }
}
