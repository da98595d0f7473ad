import Glibc
import TemaeCore
import TemaeShell
import Testing

@Suite struct EndingTests {
  @Test(arguments: [0, 1, 3, 126, 127, 255])
  func `an exit code is recorded as it is`(code: Int) async throws {
    let followed = try await Workbench().run("exit \(code)")
    #expect(followed.status == .exited(code))
    #expect(followed.end.processID != nil)
    #expect(followed.end.durationMicroseconds > 0)
  }

  @Test(arguments: [SIGKILL, SIGTERM, SIGINT, SIGSEGV])
  func `a signal is recorded as one`(signal: Int32) async throws {
    let followed = try await Workbench().run("kill -\(signal) $$; sleep 5")
    #expect(followed.status == .signalled(Int(signal)))
    #expect(!followed.end.timedOut && !followed.end.cancelled)
  }

  @Test func `a failing command, an unset variable and a failing pipe end the script`() async throws
  {
    #expect(try await Workbench().run("false; echo on").status == .exited(1))
    #expect(try await Workbench().run("echo $NOT_THERE; echo on").output == "")
    #expect(try await Workbench().run("false | cat; echo on").status == .exited(1))
    #expect(try await Workbench().run("false; echo on", shell: "sh").status == .exited(1))
  }

  @Test func `a program that is missing is 127, and the line is the script's own`() async throws {
    let followed = try await Workbench().run("true\ntrue\nno-such-program")
    #expect(followed.status == .exited(127))
    #expect(followed.error.contains("/attempt/script: line 3: no-such-program"))
  }

  @Test func `the deadline sends INT, on which a command may end well`() async throws {
    let bench = try Workbench()
    let followed = try await bench.run(
      "trap 'echo interrupted; exit 7' INT\nwhile :; do sleep 0.05 || :; done", timeoutSeconds: 1)
    #expect(followed.status == .exited(7))
    #expect(followed.output == "interrupted\n")
    #expect(followed.end.timedOut && !followed.end.cancelled)
    #expect(followed.end.durationMicroseconds >= 1_000_000)
    #expect(bench.record("exit").contains("sent INT "))
    #expect(!bench.record("exit").contains("sent TERM"))
  }

  @Test func `a command that ignores INT and TERM is killed, and each signal recorded`()
    async throws
  {
    let bench = try Workbench(graceMilliseconds: 2000)
    let followed = try await bench.run(
      "trap 'echo INT' INT; trap 'echo TERM' TERM\nwhile :; do sleep 0.05 || :; done",
      timeoutSeconds: 1)
    #expect(followed.status == .signalled(Int(SIGKILL)))
    #expect(followed.output == "INT\nTERM\n")
    #expect(followed.end.timedOut)
    let sent = bench.record("exit").split(separator: "\n").filter { $0.hasPrefix("sent ") }
    #expect(sent.map { $0.split(separator: " ")[1] } == ["INT", "TERM", "KILL"])
  }

  @Test func `the deadline ends what the script has put into the background`() async throws {
    let bench = try Workbench(graceMilliseconds: 300)
    // A background job of a script ignores INT, and outlives its bash.
    let followed = try await bench.run("sleep 600 &\nwait", timeoutSeconds: 1)
    #expect(followed.end.timedOut)
    #expect(
      try await bench.wait { try !bench.attempts.descendantsLive(directory: bench.path("attempt")) }
    )
  }

  @Test func `a cancel file ends the command, and that is not a deadline`() async throws {
    let bench = try Workbench()
    let running = try bench.start(bench.order("sleep 600", timeoutSeconds: nil))
    async let followed = bench.follow(running)
    _ = try await bench.wait { bench.record("started") != "" }
    try bench.attempts.cancel(directory: running.directory)
    #expect(await followed.status == .signalled(Int(SIGINT)))
    #expect(await followed.end.cancelled)
    #expect(await !followed.end.timedOut)
  }

  @Test func `usage of the machine is recorded`() async throws {
    let bench = try Workbench()
    _ = try await bench.run("i=0; while ((i < 20000)); do ((i += 1)); done")
    let record = bench.record("exit")
    let resident = record.split(separator: "\n").first {
      $0.hasPrefix("largest-resident-kilobytes")
    }
    #expect(resident.flatMap { Int($0.split(separator: " ")[1]) } ?? 0 > 500)
    #expect(!record.contains("user-microseconds 0\n"))
  }
}
