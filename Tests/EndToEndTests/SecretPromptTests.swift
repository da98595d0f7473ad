import Glibc
import Testing

/// Secrets that are typed: the terminal does not show them, and is as before afterwards.
struct SecretPromptTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      "asking.md",
      """
      ---
      temae: 1
      title: Asking
      secrets: [TEA_KEY]
      ---
      # Asking

      ## Step 1: Use it

      ```bash
      printf %s "$TEA_KEY" >used
      echo "$TEA_KEY"
      ```

      """)
  }

  private static let question = "TEA_KEY (what you type is not shown): "

  private func open() throws -> Terminal {
    let terminal = try Terminal(["run", "asking.md", "--no-wait"], in: place.path)
    try terminal.wait(for: Self.question)
    #expect(!terminal.echoes)
    return terminal
  }

  private var hasRuns: Bool { get throws { try place.temae("runs").code == 0 } }

  @Test func `what is typed is not shown, an empty line is no value, and the echo comes back`()
    throws
  {
    let terminal = try open()
    terminal.type("\n")
    try terminal.wait(for: "an empty value is none")
    try terminal.wait(for: Self.question)
    terminal.type("kettle-4711\n")
    #expect(try terminal.end() == 0, "\(terminal.screen)")
    #expect(terminal.echoes)
    #expect(!terminal.screen.contains("kettle-4711"))
    #expect(Program.text("\(place.path)/used") == "kettle-4711")
  }

  @Test func `Ctrl-C at the question leaves nothing behind, and the echo is back`() throws {
    let terminal = try open()
    terminal.type("half\u{3}")
    #expect(try terminal.end() == 130)
    #expect(terminal.echoes)
    #expect(try !hasRuns)
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `a signal that ends it brings the echo back too`(signal: Int32) throws {
    let terminal = try open()
    terminal.send(signal)
    #expect(try terminal.end() == 130)
    #expect(terminal.echoes)
    #expect(try !hasRuns)
  }

  @Test func `the end of the input gives no value`() throws {
    let terminal = try open()
    terminal.type("\u{4}")
    #expect(try terminal.end() == 3)
    #expect(terminal.echoes)
    #expect(try !hasRuns)
  }
}
