import Glibc
import Testing

/// What is left of a rehearsal that does not come to its end.
struct RehearsalEndTests {
  private static let waiting = """
    ### Step 1: Wait

    ```bash {#wait db=main}
    sleep 1000 &
    echo "$PGHOST $$ $!" >held.new && mv held.new held
    wait
    ```

    """

  private func held(_ steps: String) async throws -> (RehearsalScene, Background, [String]) {
    let here = try RehearsalScene(steps)
    let rehearsal = try here.start()
    try await rehearsal.until("the block waits") { !here.text("held").isEmpty }
    let words = here.text("held").split { $0 == " " || $0 == "\n" }.map(String.init)
    return (here, rehearsal, words)
  }

  private func isGone(_ words: [String]) throws -> Bool {
    let (host, processes) = (words[0], words.dropFirst())
    return unsafe access(host, F_OK) != 0
      && processes.allSatisfy { kill(Int32($0) ?? 0, 0) != 0 }
  }

  @Test func `Ctrl-C ends the command, and leaves neither the copy nor a journal nor a result`()
    async throws
  {
    let (here, rehearsal, words) = try await held(Self.waiting)
    rehearsal.send(SIGINT)
    #expect(rehearsal.end() == 130, "\(rehearsal.output)")
    #expect(try isGone(words), "\(words)")
    #expect(try here.scene.shell("ls -d journals || echo none").contains("none"))
  }

  @Test func `Ctrl-C does not wait for a statement at work`() async throws {
    let (here, rehearsal, words) = try await held(
      """
      ### Step 1: Wait

      ```bash {#note db=main}
      echo "$PGHOST" >held.new && mv held.new held
      ```

      ```sql {#sleep db=main}
      select pg_sleep(1000);
      ```

      """)
    rehearsal.send(SIGINT)
    #expect(rehearsal.end() == 130, "\(rehearsal.output)")
    #expect(try isGone(words), "\(words)")
    withExtendedLifetime(here) {}
  }

  @Test func `killed, it leaves neither a command nor the copy`() async throws {
    let (here, rehearsal, words) = try await held(Self.waiting)
    rehearsal.send(SIGKILL)
    #expect(rehearsal.end() == 128 + SIGKILL)
    try await rehearsal.until("the command and the copy are gone") { try isGone(words) }
    withExtendedLifetime(here) {}
  }
}
