import TemaeReport
import Testing

struct SafeTextTests {
  @Test(arguments: [
    ("\u{1B}[2J", "␛[2J"), ("\u{1B}]0;title\u{7}", "␛]0;title␇"), ("a\u{0}b", "a␀b"),
    ("\u{7F}", "␡"), ("\u{9B}31m", "⟨U+009B⟩31m"), ("a\u{202E}b", "a⟨U+202E⟩b"),
    ("a\u{2066}b\u{2069}", "a⟨U+2066⟩b⟨U+2069⟩"), ("\u{200B}", "⟨U+200B⟩"),
    ("\u{FEFF}", "⟨U+FEFF⟩"), ("a\u{2028}b", "a⟨U+2028⟩b"), ("\u{E0041}", "⟨U+E0041⟩"),
    ("a\nb\tc\r\n", "a␊b␉c␍␊"), ("お茶 é 👩‍🍳 ok", "お茶 é 👩‍🍳 ok"),
  ])
  func `what a terminal would obey becomes visible`(text: String, safe: String) {
    #expect(SafeText.neutralized(text) == safe)
  }

  @Test func `no control character but the kept ones survives`() {
    let all = (0..<0x2100).compactMap(Unicode.Scalar.init).map { Character($0) }
    for keepsLines in [true, false] {
      let safe = SafeText.neutralized(String(all), keepsLines: keepsLines).unicodeScalars
      let left = safe.filter { $0.properties.generalCategory == .control }
      #expect(left.map(\.value).sorted() == (keepsLines ? [9, 10] : []))
    }
  }

  @Test func `line ends stay where they are asked for, a lone carriage return never`() {
    let text = SafeText.neutralized("a\r\nb\rc\n\td\r", keepsLines: true)
    #expect(text == "a\nb␍c\n\td␍")
  }

  @Test func `bytes that are no text are shown as such`() {
    #expect(SafeText.neutralized(bytes: [0x61, 0xFF, 0x1B, 0x0A]) == "a\u{FFFD}␛\n")
  }

  @Test(arguments: [
    ("tea", 3), ("お茶", 4), ("e\u{301}", 1), ("👩‍🍳", 2), ("🇯🇵", 2), ("✓", 1), ("한국", 4), ("", 0),
    ("☑\u{FE0F}", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
  ])
  func `columns are counted as terminals do`(text: String, columns: Int) {
    #expect(SafeText.columns(of: text) == columns)
  }

  @Test(arguments: [
    ("tea house", 9, "tea house"), ("tea house", 8, "tea hou…"), ("お茶の間", 5, "お茶…"),
    ("お茶の間", 4, "お…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("abc", 1, "…"),
    ("abc", 0, "abc"),
  ])
  func `a cut never takes more columns than there are`(text: String, width: Int, cut: String) {
    #expect(SafeText.cut(text, to: width) == cut)
    #expect(width == 0 || SafeText.columns(of: cut) <= width)
  }
}
