import Glibc
import Testing

/// `temae replay` on a terminal: somebody presses keys and reads the screen.
struct ReplayScreenTests {
  private static let enters = "\u{1B}[?1049h\u{1B}[?25l"
  private static let leaves = "\u{1B}[?25h\u{1B}[?1049l"
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("tiny.md", Documents.tiny)
    try place.temae("run", "tiny.md", "--no-wait", "--unattended")
    try place.temae("answer", "1/1", "yes", "--as", "mika")
    try place.temae("resume", "--no-wait", "--unattended")
    try place.temae("answer", "2/1", "remedy/1", "--reason", "it said so", "--as", "hana")
    try place.temae("resume", "--no-wait", "--unattended")
  }

  private func open(_ words: [String] = []) throws -> Terminal {
    try Terminal(["replay"] + words, in: place.path, environment: ["NO_COLOR": "1"])
  }

  private func first(_ type: String) throws -> Int {
    let answer = try place.sqlite(
      "select min(seq) from event where body->>'type' = '\(type)'")
    return try #require(Int(answer.dropLast()))
  }

  @Test func `keys lead through the run, and the screen shows each moment`() throws {
    let failed = try first("attempt.failed")
    let last = try #require(Int(try place.sqlite("select max(seq) from event").dropLast()))
    let terminal = try open()
    try terminal.wait(for: "#1, 1 of \(last)  ▸ open")
    try terminal.wait(for: "── the run at that moment ──")
    #expect(!terminal.handsOverLines && !terminal.echoes)
    terminal.type("\u{1B}[C")
    try terminal.wait(for: "#2, 2 of \(last)")
    terminal.type("h")
    try terminal.wait(for: "#1, 1 of \(last)")
    terminal.type("f")
    try terminal.wait(forAll: [
      "#\(failed), \(failed) of \(last)", "✗ failed        2/1",
      "the run halts next: an activity failed", "because 2/1 failed", "then #\(failed + 1), ",
      // What the command wanted of the terminal is seen, not done.
      "── output of 2/1 so far ──", "looking ␛[31mred␛[0m",
    ])
    terminal.type("d")
    try terminal.wait(forAll: ["! deviation", "reason: it said so"])
    terminal.type("G")
    try terminal.wait(for: "#\(last), \(last) of \(last)  ✓ completed")
    terminal.type("f")
    try terminal.wait(for: "no failure after this event")
    terminal.type(":7\n")
    try terminal.wait(for: "go to event or time: 7_")
    try terminal.wait(for: "#7, 7 of \(last)")
    terminal.type("?")
    try terminal.wait(for: "the next crash or resume")
    terminal.type("q")
    #expect(try terminal.end() == 0)
    #expect(terminal.screen.contains(Self.enters))
    #expect(terminal.screen.hasSuffix(Self.leaves))
    #expect(!terminal.screen.contains(#/\x1B\[[0-9;]*m/#))
  }

  @Test func `a narrower window is filled anew, and no line breaks in it`() throws {
    let terminal = try open(["--interactive", "--at", "4"])
    try terminal.wait(for: "#4, 4 of ")
    try terminal.wait(for: "q quit")
    let wide = terminal.screen.utf8.count
    terminal.resize(columns: 40)
    try terminal.wait(for: "\u{1B}[2J")
    try terminal.wait(for: "q quit")
    let drawn = String(decoding: Array(terminal.screen.utf8).dropFirst(wide), as: UTF8.self)
    let lines = drawn.split(separator: #/\x1B\[[0-9;?]*[A-Za-z]/#)
    #expect(lines.count > 10)
    for line in lines { #expect(line.count <= 40, "\(line)") }
    terminal.type("q")
    #expect(try terminal.end() == 0)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal ends it, and the terminal is as before`(signal: Int32) throws {
    let terminal = try open()
    try terminal.wait(for: "q quit")
    terminal.send(signal)
    #expect(try terminal.end() == 130)
    #expect(terminal.screen.hasSuffix(Self.leaves))
    #expect(terminal.handsOverLines && terminal.echoes)
  }

  @Test func `Ctrl-Z gives the terminal back, and fg takes it again`() throws {
    let script = #"set -m; "\#(Program.path)" replay; echo "stopped $?"; fg; echo "ended $?""#
    let terminal = try Terminal(
      ["-c", script], in: place.path, environment: ["NO_COLOR": "1"], program: "bash")
    try terminal.wait(for: Self.enters)
    try terminal.wait(for: "q quit")
    terminal.type("\u{1A}")
    try terminal.wait(for: Self.leaves)
    // 128 + SIGTSTP: the shell saw it stop, and it did not end.
    try terminal.wait(for: "stopped 148")
    try terminal.wait(for: Self.enters)
    try terminal.wait(for: "#1, 1 of ")
    try terminal.wait(for: "q quit")
    #expect(!terminal.handsOverLines)
    terminal.type("l")
    try terminal.wait(for: "#2, 2 of ")
    terminal.type("q")
    try terminal.wait(for: "ended 0")
    #expect(try terminal.end() == 0)
  }

  @Test func `a terminal that cannot be drawn on, and a pipe, are told what else there is`() throws
  {
    let dumb = try Terminal(["replay"], in: place.path, environment: ["TERM": "dumb"])
    #expect(try dumb.end() == 64)
    #expect(dumb.screen.contains("Say what to look at"))
    #expect(!dumb.screen.contains("\u{1B}"))
    let pipe = try Program.run(["replay", "--interactive"], in: place.path)
    #expect(pipe.code == 64)
    #expect(pipe.error.contains("temae replay --at EVENT"))
  }
}
