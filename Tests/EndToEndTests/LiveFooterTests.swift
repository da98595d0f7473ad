import Glibc
import Testing

/// The lines at the foot of a terminal while a run is driven, and what pipes get instead.
struct LiveFooterTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      "phases.md",
      """
      ---
      temae: 1
      title: Phases
      ---
      # Phases

      ## Phase 1: Before the doors are opened and everybody is still outside in the rain

      ### Step 1: Hold

      ```bash
      echo "working on something that takes more columns than a narrow terminal has"
      cat gate
      ```

      ## Phase 2: After

      ### Step 2: Go

      - [ ] Seen
      """)
    guard unsafe mkfifo("\(place.path)/gate", 0o600) == 0 else {
      throw Program.Failure(description: "no pipe: errno \(errno)")
    }
  }

  /// Lets the first step go on; it waits for somebody who writes.
  private func open() throws {
    let gate = unsafe Glibc.open("\(place.path)/gate", O_WRONLY)
    try #require(gate >= 0)
    close(gate)
  }

  @Test func `the footer stays three lines, tells phase and next person, and fits a new width`()
    throws
  {
    let terminal = try Terminal(["run", "phases.md", "--no-wait"], in: place.path)
    try terminal.wait(for: "phase 1 of 2: Before the doors")
    try terminal.wait(for: "next for you: 2/1  Seen")
    try terminal.wait(for: "│ working on something")
    try terminal.wait(for: "next for you: 2/1  Seen")
    let wide = terminal.screen.utf8.count
    terminal.resize(columns: 40)
    // Of the four lines those that were wider than the terminal now is take more than one row.
    try terminal.wait(for: "A\u{1B}[J")
    let narrow = String(decoding: Array(terminal.screen.utf8).dropFirst(wide), as: UTF8.self)
    let end = try #require(narrow.firstRange(of: "A\u{1B}[J")?.lowerBound)
    let start = try #require(narrow[..<end].lastIndex(of: "["))
    let rows = try #require(Int(narrow[narrow.index(after: start)..<end]))
    #expect(rows > 3, "it goes up by as many rows as the broken lines take")
    try terminal.wait(for: "next for you: 2/1  Seen")
    try terminal.wait(for: "next for you: 2/1  Seen")
    let drawn = String(decoding: Array(terminal.screen.utf8).dropFirst(wide), as: UTF8.self)
    let after = try #require(drawn.firstRange(of: "A\u{1B}[J")?.upperBound)
    for line in drawn[after...].split(whereSeparator: \.isNewline) {
      #expect(Self.visible(line).count <= 40, "\(line)")
    }
    // In place: what stands there is written over, not taken away first.
    #expect(drawn[after...].contains("\u{1B}[K"))
    try open()
    try terminal.wait(for: "answer: ")
    terminal.type("y\n")
    #expect(try terminal.end() == 0)
  }

  @Test func `pipes get lines or JSON, and nothing that moves a cursor`() throws {
    let gate = "\(place.path)/gate"
    unsafe unlink(gate)
    try place.write("gate", "open")
    let plain = try place.temae("run", "phases.md", "--no-wait", "--unattended")
    #expect(plain.code == 3)
    #expect(!plain.output.contains("\u{1B}"))
    #expect(!plain.output.contains("next for you"))
    let json = try Program.run(
      ["resume", "--no-wait", "--unattended", "--format", "json"], in: place.path)
    #expect(json.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"at\":") })
  }

  /// A line without what moves the cursor or colours.
  private static func visible(_ line: Substring) -> String {
    var text = ""
    var isControl = false
    for character in line {
      if character == "\u{1B}" { isControl = true }
      if !isControl, character != "\r" { text.append(character) }
      if isControl, character.isLetter { isControl = false }
    }
    return text
  }
}
