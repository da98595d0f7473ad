import Glibc
import Testing

/// A person wants a command to end: at the driver's terminal, at another one, without its supervisor.
struct EndedCommandTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("long.md", Documents.long)
  }

  private var pid: Int? { Int(Program.text(place.path + "/pid").filter(\.isNumber)) }

  /// Whether the command works; one that nobody has reaped does not.
  private func isAtWork() throws -> Bool {
    let process = try #require(pid)
    let state = Program.text("/proc/\(process)/stat").split(separator: " ").dropFirst(2).first
    return state.map { $0 != "Z" && $0 != "X" } ?? false
  }

  /// How the attempt went: type, and what a failure was.
  private func history() throws -> String {
    try place.sqlite(
      """
      select group_concat(type || coalesce(' ' || (body->>'$.what.failure.kind'), ''), ', ')
      from (select * from event where type in ('attempt.endAsked', 'attempt.succeeded',
        'attempt.failed', 'attempt.lost') order by seq)
      """)
  }

  /// Presses Ctrl-C twice until the question stands there.
  ///
  /// The second one counts within some seconds; on a machine that was too slow for that, the run has
  /// halted, and is resumed.
  private func askedAtTheTerminal() throws -> Terminal {
    var words = ["run", "long.md", "--no-wait"]
    for _ in 0..<20 {
      let terminal = try Terminal(words, in: place.path)
      // From then on the command is followed; before, a Ctrl-C may keep it from starting.
      if words[0] == "run" {
        try place.wait(for: "pid")
      } else {
        try terminal.wait(for: "is still running")
      }
      words = ["resume", "--no-wait"]
      terminal.type("\u{3}")
      try terminal.wait(for: "Ctrl-C again within")
      terminal.type("\u{3}")
      do {
        try terminal.wait(for: "Is it to end as well?")
        try terminal.wait(for: "answer: ")
        return terminal
      } catch {
        #expect(try terminal.end() == 130)
      }
    }
    throw Program.Failure(description: "twenty times nobody was asked")
  }

  @Test func `Ctrl-C twice asks, and ends the command with a reason`() throws {
    let terminal = try askedAtTheTerminal()
    #expect(try isAtWork(), "nothing is ended before the answer")
    terminal.type("e\n")
    try terminal.wait(for: "reason for end: ")
    #expect(try isAtWork())
    terminal.type("it takes too long\n")
    #expect(try terminal.end() == 130)
    #expect(try !isAtWork())
    #expect(try history() == "attempt.endAsked, attempt.failed cancelled\n")
    #expect(try place.temae("audit").output.contains("it takes too long"))
  }

  @Test func `who leaves it at work finds it again`() throws {
    let terminal = try askedAtTheTerminal()
    terminal.type("h\n")
    #expect(try terminal.end() == 130)
    #expect(try isAtWork())
    #expect(terminal.screen.contains("1/work was left at work"))
    try place.write("go", "")
    #expect(try place.temae("resume", "--no-wait", "--unattended").code == 0)
    #expect(try history() == "attempt.succeeded\n")
    #expect(try place.temae("log", "1/work", "--raw").output.hasSuffix("before\nafter\n"))
  }

  @Test func `another terminal ends it while its driver follows`() async throws {
    let run = try Background(["run", "long.md", "--no-wait"], in: place.path)
    try await run.until("the command is at work") { pid != nil }
    #expect(try place.temae("answer", "1/work", "end").code == 64)
    #expect(try isAtWork())
    let answer = try place.temae("answer", "1/work", "end", "--reason", "wrong file", "--as", "mei")
    #expect(answer.code == 0, "\(answer.error)")
    #expect(run.end() == 1, "\(run.output)")
    #expect(try !isAtWork())
    #expect(try history() == "attempt.endAsked, attempt.failed cancelled\n")
    let audit = try place.temae("audit").output
    #expect(audit.contains("mei") && audit.contains("wrong file"))
    #expect(try place.temae("answer", "1/work", "end", "--reason", "again").code == 64)
  }

  @Test func `what was asked for while nobody drove is done by the next driver`() async throws {
    let run = try Background(["run", "long.md", "--no-wait"], in: place.path)
    try await run.until("the command is at work") { pid != nil }
    run.send(SIGKILL)
    _ = run.end()
    try place.temae("answer", "1/work", "end", "--reason", "wrong file")
    #expect(try isAtWork())
    #expect(try place.temae("resume", "--no-wait", "--unattended").code == 1)
    #expect(try !isAtWork())
    #expect(try history() == "attempt.endAsked, attempt.failed cancelled\n")
  }

  @Test func `a command without its supervisor is ended too, and its outcome stays unknown`()
    async throws
  {
    let run = try Background(["run", "long.md", "--no-wait"], in: place.path)
    try await run.until("the command is at work") { pid != nil }
    let process = try #require(pid)
    run.send(SIGKILL)
    _ = run.end()
    try Workplace.shell("kill -9 $(cut -d' ' -f4 /proc/\(process)/stat)")
    let resumed = try Background(["resume", "--no-wait", "--unattended"], in: place.path)
    try await resumed.wait(for: "1/work lives on without its supervisor (process \(process))")
    try await resumed.wait(for: "temae answer 1/work end --reason TEXT")
    #expect(try isAtWork())
    try place.temae("answer", "1/work", "end", "--reason", "nobody sees it")
    #expect(resumed.end() == 6, "\(resumed.output)")
    #expect(try !isAtWork())
    #expect(try history() == "attempt.endAsked, attempt.lost\n")
  }
}
