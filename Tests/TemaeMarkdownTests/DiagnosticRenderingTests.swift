import TemaeCore
import TemaeMarkdown
import Testing

/// Diagnostics as a person reads them: the caret stands under the column that is meant.
struct DiagnosticRenderingTests {
  /// The lines of a diagnostic about the first line of a document.
  private func lines(_ source: String, column: Int) -> [String] {
    lines(Array(source.utf8), Diagnostic(.error, line: 1, column: column, "wrong"))
  }

  private func lines(_ source: [UInt8], _ diagnostic: Diagnostic) -> [String] {
    DiagnosticRendering(path: "a.md", source: source).text(diagnostic)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(arguments: [
    ("abc def", 5, "abc def", 4), ("abc", 1, "abc", 0), ("abc", 4, "abc", 3),
    ("abc", 99, "abc", 3), ("abc", 0, "abc", 0),
    ("\tx", 2, "    x", 4), ("ab\tx", 4, "ab  x", 4), ("abcd\tx", 6, "abcd    x", 8),
    ("a\tx", 2, "a   x", 1), ("茶室x", 3, "茶室x", 4), ("茶\tx", 3, "茶  x", 4),
    ("🍵x", 2, "🍵x", 2), ("❤️x", 2, "❤️x", 2), ("👩‍🔧x", 2, "👩‍🔧x", 2), ("e\u{301}x", 2, "e\u{301}x", 1),
    ("ｱx", 2, "ｱx", 1), ("Ａx", 2, "Ａx", 2),
    ("a\u{1B}[2Jx", 6, "a␛[2Jx", 5), ("a\u{202E}x", 3, "a⟨U+202E⟩x", 9),
    ("a\u{7F}x", 3, "a␡x", 2), ("a\u{3164}x", 3, "a⟨U+3164⟩x", 9),
    ("abc\r\n", 3, "abc", 2), ("\u{FEFF}abc", 3, "abc", 2),
  ])
  func `the caret stands under its column`(line: String, column: Int, shown: String, caret: Int) {
    let found = lines(line, column: column)
    #expect(found.count == 3)
    #expect(found[1] == "   1 | \(shown)")
    #expect(found[2] == "     | " + String(repeating: " ", count: caret) + "^")
  }

  @Test(arguments: ["a", "茶", "\t", "\u{202E}", "🍵"], [1, 67, 68, 5000, 9999, 10_001])
  func `a long line is cut around the column`(filler: String, column: Int) throws {
    var characters = Array(repeating: Character(filler), count: 10_000)
    characters.insert("X", at: column - 1)
    let found = lines(String(characters), column: column)
    let shown = found[1].dropFirst(7)
    #expect(shown.filter { $0 == "X" }.count == 1)
    #expect(shown.hasPrefix("…") || column < 100)
    #expect(shown.hasSuffix("…") || column > 9_900)
    let before = shown.prefix { $0 != "X" }
    #expect(columns(before) == found[2].dropFirst(7).count - 1)
    #expect(columns(shown) <= 101)
  }

  /// The fillers of two columns count twice.
  private func columns(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + (["茶", "🍵"].contains($1) ? 2 : 1) }
  }

  @Test func `the margin is as wide as the line's number`() {
    let source = Array((String(repeating: "x\n", count: 99) + "abc\n").utf8)
    let found = lines(source, Diagnostic(.warning, line: 100, column: 2, "odd", remedy: "do so"))
    #expect(
      found == [
        "a.md:100:2: warning: odd", "   100 | abc", "       |  ^", "  help: do so",
      ])
  }

  @Test(arguments: [0, 2, 3, 99])
  func `a line that is blank or not there is not shown`(line: Int) {
    let found = lines(Array("abc\n \t\n".utf8), Diagnostic(.note, line: line, "so"))
    #expect(found == ["a.md:\(line):1: note: so"])
  }

  @Test func `bytes that are no text are shown as such`() {
    let found = lines([0x61, 0xFF, 0x62], Diagnostic(.error, line: 1, column: 3, "bytes"))
    #expect(found[1...] == ["   1 | a\u{FFFD}b", "     |   ^"])
  }

  @Test func `a message, a path and a remedy cannot move the cursor`() {
    let rendering = DiagnosticRendering(path: "a\u{1B}[2J.md", source: [])
    let text = rendering.text(
      Diagnostic(.error, line: 1, "a\nb", remedy: "c\rd\u{9B}m"), isColored: false)
    #expect(text == "a␛[2J.md:1:1: error: a␊b\n  help: c␍d⟨U+009B⟩m")
  }

  @Test func `colour marks how grave it is and nothing else`() {
    let rendering = DiagnosticRendering(path: "a.md", source: Array("abc".utf8))
    let diagnostic = Diagnostic(.error, line: 1, column: 2, "wrong")
    let colored = rendering.text(diagnostic, isColored: true)
    #expect(colored.contains("\u{1B}[1;31merror\u{1B}[0m: wrong"))
    #expect(
      colored.replacing("\u{1B}[1;31m", with: "").replacing("\u{1B}[0m", with: "")
        == rendering.text(diagnostic))
  }
}
