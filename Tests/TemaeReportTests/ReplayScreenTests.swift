import TemaeCore
import Testing

@testable import TemaeReport

/// A run at one of its moments, on screens of several sizes.
struct ReplayScreenTests {
  private static let sizes = [(80, 24), (40, 10), (200, 60), (110, 20), (20, 5), (9, 3), (1, 1)]

  private func screen(
    _ story: Story, _ count: Int, _ columns: Int, _ rows: Int, keys: [ReplayKey] = [],
    colors: Bool = false
  ) throws -> ReplayScreen {
    var view = ReplayView()
    for key in keys { _ = view.press(key) }
    return ReplayScreen(
      try story.moment(after: count, isStrict: false), nearby: story.entries, track: story.track,
      view: view,
      columns: columns, rows: rows, colors: colors)
  }

  @Test func `a screen shows event, state, output, and the decision with its reason`() throws {
    let lines = try screen(try Story.halted(), 8, 80, 24).lines
    let text = lines.joined(separator: "\n")
    #expect(lines[0].hasPrefix("tea-house-1  #8, 8 of 10  ▸ open  2026-01-31 12:00:05Z"), "\(text)")
    #expect(lines[1].count { $0 == "●" } == 1)
    #expect(text.contains("▸ #8   12:00:05Z  ✗ failed        2/apply  5.0 s"), "\(text)")
    #expect(text.contains("relation exists"))
    #expect(text.contains("the run halts next: an activity failed"))
    #expect(text.contains("because 2/apply failed"))
    #expect(text.contains("then #9, 0 ms later: ■ halted"))
    #expect(text.contains("▸ ✗ failed        2/apply"))
    #expect(text.contains("── output of 2/apply so far ──"))
    #expect(text.contains("\nfirst\nsecond ␛[31m\n"))
    #expect(lines[23].hasPrefix("? help  q quit"))
  }

  @Test(arguments: sizes)
  func `every size gets exactly its rows, none of them too wide`(columns: Int, rows: Int) throws {
    let hostile =
      "\u{1B}[2J\u{1B}]0;owned\u{7} 茶室で茶を点てる \u{202E}txet\u{202C} \u{FFFD} e\u{301}\u{301} 👩‍🚀\t|\n"
      + String(repeating: "長", count: 500) + "\n"
    let story = try Story.halted(output: hostile + hostile)
    for count in 1...story.entries.count {
      for keys: [ReplayKey] in [[], [.character("?")], [.character(":")]] + large {
        let lines = try screen(story, count, columns, rows, keys: keys).lines
        #expect(lines.count == rows)
        for line in lines {
          #expect(SafeText.columns(of: line) <= columns, "\(line)")
          #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        }
      }
    }
  }

  /// Each part on its own.
  private var large: [[ReplayKey]] {
    (1...ReplayPane.allCases.count).map { Array(repeating: .tab, count: $0) }
  }

  @Test func `bytes that are no UTF-8 are shown as such`() throws {
    var story = Story()
    try story.reachApply()
    try story.intend("2/apply")
    let broken = story.sealed("")
    story.replace(broken, with: [0x66, 0xFF, 0xFE, 0x0A])
    try story.record(
      .attemptOutput(
        AttemptOutput(
          activity: "2/apply", attempt: 1, content: broken, offset: 0, stream: .output)))
    let text = try screen(story, story.entries.count, 80, 24).lines.joined(separator: "\n")
    #expect(text.contains("\nf\u{FFFD}\u{FFFD}\n"), "\(text)")
  }

  @Test func `wide screens set two columns beside each other, and the line between is straight`()
    throws
  {
    let story = try Story.halted(output: "茶室で茶を点てる\n")
    let lines = try screen(story, 7, 200, 60).lines
    let places = lines.dropFirst(2).dropLast().map { line in
      line.firstRange(of: "│").map { SafeText.columns(of: String(line[..<$0.lowerBound])) }
    }
    #expect(Set(places).count == 1, "\(places)")
    #expect(places.first == .some(99))
  }

  @Test func `without colours there is no escape sequence, with them the text is the same`() throws
  {
    let story = try Story.halted()
    let plain = try screen(story, 8, 80, 24).lines
    let colored = try screen(story, 8, 80, 24, colors: true).lines
    #expect(!plain.joined().contains("\u{1B}"))
    #expect(colored.joined().contains("\u{1B}[1;31m"))
    #expect(colored.map { $0.replacing(#/\x1B\[[0-9;]*m/#, with: "") } == plain)
  }

  @Test func `a long output shows its end, and is scrolled as far as it goes`() throws {
    let numbers = (1...100).map { "line \($0)\n" }.joined()
    let story = try Story.halted(output: numbers)
    let tabs = Array(repeating: ReplayKey.tab, count: 4)
    let end = try screen(story, 7, 80, 24, keys: tabs)
    #expect(end.lines.contains("line 100") && !end.lines.contains("line 1"))
    #expect(end.lines[2].contains("81 to 100 of 100"), "\(end.lines[2])")
    let up = try screen(
      story, 7, 80, 24, keys: tabs + Array(repeating: .character("K"), count: 500))
    #expect(up.lines.contains("line 1"))
    #expect(up.scroll == -80)
    let down = try screen(story, 7, 80, 24, keys: tabs + [.character("J")])
    #expect(down.scroll == 0)
  }

  @Test func `nothing jumps from one moment to the next`() throws {
    let story = try Story.halted()
    let rules = try (1...story.entries.count).map { count in
      try screen(story, count, 80, 24).lines.enumerated().filter { $0.element.hasPrefix("── ") }
        .map(\.offset)
    }
    #expect(Set(rules).count == 1)
  }

  @Test func `a track finds what lies before and after, and nothing beyond the ends`() {
    let track = ReplayTrack(count: 100, positions: [.failure: [10, 50, 90]])
    #expect(track.position(of: .failure, from: 1, isForward: true) == 10)
    #expect(track.position(of: .failure, from: 10, isForward: true) == 50)
    #expect(track.position(of: .failure, from: 90, isForward: true) == nil)
    #expect(track.position(of: .failure, from: 90, isForward: false) == 50)
    #expect(track.position(of: .failure, from: 10, isForward: false) == nil)
    #expect(track.position(of: .deviation, from: 10, isForward: true) == nil)
    let line = track.line(at: 100, width: 40).rendered(.plain)
    #expect(SafeText.columns(of: line) == 40 && line.hasSuffix("●"))
    #expect(line.count { $0 == "✗" } == 3)
  }

  @Test func `keys ask for what they stand for, and a place is typed`() {
    var view = ReplayView()
    #expect(view.press(.left) == .step(-1))
    #expect(view.press(.character("l")) == .step(1))
    #expect(view.press(.character("j")) == .step(1))
    #expect(view.press(.pageUp) == .step(-10))
    #expect(view.press(.end) == .edge(isLast: true))
    #expect(view.press(.character("F")) == .jump(.failure, isForward: false))
    #expect(view.press(.character("c")) == .jump(.resumption, isForward: true))
    #expect(view.press(.character("1")) == .nothing)
    #expect(view.press(.character("q")) == .nothing)
    #expect(view.typed == "1q")
    #expect(view.press(.backspace) == .nothing)
    #expect(view.press(.character("4")) == .nothing)
    #expect(view.press(.enter) == .seek("14"))
    #expect(view.typed == nil)
    _ = view.press(.character(":"))
    #expect(view.press(.escape) == .nothing)
    #expect(view.typed == nil)
    #expect(view.press(.character("?")) == .nothing)
    #expect(view.showsHelp)
    #expect(view.press(.right) == .nothing)
    #expect(!view.showsHelp)
    #expect(view.press(.character("q")) == .leave)
  }
}
