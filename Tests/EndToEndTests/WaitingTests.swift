import Glibc
import Testing

/// A run without a terminal waits for the answers that come from another one.
struct WaitingTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("tiny.md", Documents.tiny)
    try place.write("questions.md", Documents.questions)
  }

  private func start(_ words: String...) throws -> Background {
    try Background(words, in: place.path)
  }

  @Test func `it says what it waits for and goes on with the answers of a second terminal`()
    async throws
  {
    let run = try start("run", "questions.md", "--no-wait")
    try await run.wait(for: "waiting for a person: 1/1: Is the first thing so?")
    try await run.wait(for: "temae answer 1/1 yes --run questions-1")
    #expect(try place.temae("status").output.contains("driver      process"))
    try place.temae("answer", "1/1", "yes", "--as", "mei")
    try await run.wait(for: "waiting for a person: 2/1: Is the second thing so?")
    let skipped = try place.temae("skip", "2/1", "--reason", "not today")
    #expect(skipped.code == 0)
    #expect(!skipped.error.contains("nobody drives"))
    #expect(run.end() == 0)
    #expect(run.output.contains("by mei"))
    #expect(!run.output.contains("halted"))
  }

  @Test func `a pause, and the end of waiting by a signal, leave a run that can be resumed`()
    async throws
  {
    let paused = try start("run", "questions.md", "--no-wait")
    try await paused.wait(for: "waiting for a person")
    try place.temae("pause")
    #expect(paused.end() == 3)
    let stopped = try start("resume", "--no-wait")
    try await stopped.wait(for: "waiting for a person")
    stopped.send(SIGTERM)
    #expect(stopped.end() == 130)
    #expect(stopped.output.contains("temae resume questions-1"))
    let resumed = try start("resume", "--no-wait")
    try await resumed.wait(for: "waiting for a person")
    try place.temae("answer", "1/1", "yes")
    try place.temae("answer", "2/1", "yes")
    #expect(resumed.end() == 0)
  }

  @Test func `what failed waits for its remedy once the run was resumed`() async throws {
    let run = try start("run", "tiny.md", "--no-wait")
    try await run.wait(for: "temae answer 1/1 yes")
    try place.temae("answer", "1/1", "yes")
    #expect(run.end() == 1)
    let resumed = try start("resume", "--no-wait")
    try await resumed.wait(for: "waiting for a person: 2/1 failed")
    try await resumed.wait(for: "temae answer 2/1 remedy/1")
    try place.temae("answer", "2/1", "remedy/1")
    #expect(resumed.end() == 0)
  }

  @Test func `a second runner is refused while the first one lives, and not after kill -9`()
    async throws
  {
    let run = try start("run", "questions.md", "--no-wait")
    try await run.wait(for: "waiting for a person")
    let second = try place.temae("resume", "--no-wait", "--unattended")
    #expect(second.code == 75)
    #expect(second.error.contains("another runner (process "))
    run.send(SIGKILL)
    #expect(run.end() == 128 + SIGKILL)
    #expect(try place.temae("journal", "verify").code == 0)
    let status = try place.temae("status").output
    #expect(status.contains("nobody") && status.contains("temae resume questions-1"))
    #expect(try place.temae("resume", "--no-wait", "--unattended").code == 3)
  }

  @Test func `a runner that is killed while a command runs finds its end when it is resumed`()
    async throws
  {
    try place.write(
      "slow.md",
      """
      ---
      temae: 1
      title: Slow
      ---
      # Slow

      ## Phase 1: Do it

      ### Step 1: Take some time

      ```bash
      echo begun >>effects
      until test -e go-on; do sleep 0.05; done
      echo ended >>effects
      ```

      ### Step 2: Afterwards

      ```bash
      echo afterwards >>effects
      ```

      """)
    let effects = "\(place.path)/effects"
    let run = try start("run", "slow.md", "--no-wait")
    try await run.until("the command has begun") { Program.text(effects) == "begun\n" }
    run.send(SIGKILL)
    #expect(run.end() == 128 + SIGKILL)
    #expect(try place.temae("journal", "verify").code == 0)
    #expect(try place.temae("status").output.contains("1/1"))
    let resumed = try start("resume", "--no-wait")
    try await resumed.wait(for: "still running")
    try place.write("go-on", "")
    #expect(resumed.end() == 0)
    #expect(Program.text(effects) == "begun\nended\nafterwards\n")
    #expect(try place.temae("journal", "verify").code == 0)
  }
}
