import Glibc
import Testing

/// Somebody or something stops the runner while a command of its run is at work.
struct StoppedCommandTests {
  let place: Workplace

  /// The command says who it is, prints, waits for a file, prints more, and ends with 3.
  init() throws {
    place = try Workplace()
    try place.write("long.md", Documents.long)
  }

  private var pid: pid_t? {
    pid_t(Program.text(place.path + "/pid").filter(\.isNumber))
  }

  private func isAlive(_ process: pid_t) -> Bool { kill(process, 0) == 0 }

  /// The signals that were blocked and ignored in the command, whatever its runner was born with.
  private static func masks(in log: String) -> [UInt64] {
    // Signals 32 and 33 are the C library's own: nobody may set them.
    let settable = ~UInt64(0b11 << 31)
    return log.split(separator: "\n").filter { $0.hasPrefix("Sig") }
      .compactMap { $0.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } }
      .map { $0 & settable }
  }

  /// Lets the command go on; the next runner recovers its exact status and its whole output.
  private func expectRecovery() throws {
    let process = try #require(pid)
    #expect(isAlive(process), "the command survives")
    #expect(try place.temae("status").code == 3)
    try place.write("go", "")
    #expect(try place.temae("resume", "--no-wait", "--unattended").code == 0)
    let log = try place.temae("log", "1/work", "--raw").output
    #expect(log.hasSuffix("before\nafter\n"))
    #expect(Self.masks(in: log) == [0, 0], "\(log)")
    let history = """
      select type || ' ' || coalesce(body->>'$.what.report.exitCode', '') from event
      where type like 'attempt.%' and type <> 'attempt.output' order by seq
      """
    #expect(
      try place.sqlite(history)
        == "attempt.intended \nattempt.started \nattempt.succeeded 3\n")
    #expect(try place.temae("journal", "verify").code == 0)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal halts the run at once, and the command is found again`(signal: Int32)
    async throws
  {
    let run = try Background(["run", "long.md", "--no-wait"], in: place.path)
    try await run.until("the command is at work") { pid != nil }
    run.send(signal)
    #expect(run.end() == 130)
    #expect(run.output.contains("1/work goes on under its supervisor (process "))
    #expect(run.output.contains("temae resume long-1"))
    let seen = run.output.split(separator: "\n").first { $0.contains("tail -f '") }
    let path = try #require(seen?.split(separator: "'").dropFirst().first)
    #expect(Program.text(String(path)).contains("before"))
    try expectRecovery()
  }

  @Test func `a terminal that goes takes the runner with it, and not the command`() throws {
    let terminal = try Terminal(["run", "long.md", "--no-wait"], in: place.path)
    try terminal.wait(for: "before")
    try place.wait(for: "pid")
    #expect(terminal.hangUp() == 130)
    try expectRecovery()
  }

  @Test func `under nohup a hang-up stops nothing, and the command ignores no signal`()
    async throws
  {
    let code = try Workplace.shell(
      """
      cd '\(place.path)' && trap '' HUP INT && export TEMAE_ALLOW_TMPFS=1
      '\(Program.path)' run long.md --no-wait --unattended >.background 2>&1 & runner=$!
      while ! [ -s pid ]; do sleep 0.05; done
      kill -HUP $runner; touch go; wait $runner
      """)
    #expect(code == 0, "\(Program.text(place.path + "/.background"))")
    let log = try place.temae("log", "1/work", "--raw").output
    #expect(Self.masks(in: log) == [0, 0], "\(log)")
  }
}
