import TemaeCore
import Testing

@testable import TemaeReport

struct StateMarkTests {
  @Test func `no phase and no status is without a glyph of its own and a word of its own`() {
    for marks in [
      ActivityPhase.allCases.map { StateMark($0) }, RunStatus.allCases.map { StateMark($0) },
    ] {
      #expect(marks.allSatisfy { $0.glyph.count == 1 && !$0.word.isEmpty })
      #expect(Set(marks.map(\.glyph)).count == marks.count)
      #expect(Set(marks.map(\.word)).count == marks.count)
    }
  }

  @Test func `glyphs take one column, so that what follows them stands in line`() {
    for mark in ActivityPhase.allCases.map({ StateMark($0) }) {
      #expect(SafeText.columns(of: mark.glyph) == 1)
      #expect(SafeText.columns(of: mark.text) <= StateMark.columnWidth)
    }
  }

  @Test func `without colours no tone leaves a trace, with colours none leaves text behind`() {
    for tone in Tone.allCases {
      let line = StyledLine("tea", tone)
      #expect(line.rendered(.plain) == "tea")
      let painted = line.rendered(TextStyle(colors: true, width: 0))
      #expect(painted == "tea" || painted.hasPrefix("\u{1B}[") && painted.hasSuffix("tea\u{1B}[0m"))
    }
  }

  @Test func `colours come from the style alone, never from the text`() {
    let line = StyledLine("a\u{1B}[31mb", .bad)
    #expect(line.rendered(TextStyle(colors: true, width: 0)) == "\u{1B}[1;31ma␛[31mb\u{1B}[0m")
  }

  @Test(arguments: 1...30)
  func `a line that must not break never takes more columns than there are`(width: Int) {
    let line = StyledLine("お茶の間", .strong).adding(" and \t a \u{1B} bell", .bad)
    let cut = line.renderedCut(TextStyle(colors: false, width: width))
    #expect(SafeText.columns(of: cut) <= width)
    #expect(cut.hasSuffix("…") == (line.columns > width))
  }

  @Test(arguments: [
    (0, "0 ms"), (350_999, "350 ms"), (2_449_999, "2.4 s"), (42_000_000, "42 s"),
    (185_000_000, "3 min 05 s"), (600_000_000, "10 min"), (3_720_000_000, "1 h 02 min"),
    (187_200_000_000, "2 d 04 h"), (-42_000_000, "-42 s"),
  ])
  func `durations read as people say them`(microseconds: Int, text: String) {
    #expect(TimeText.elapsed(microseconds) == text)
  }

  @Test(arguments: [
    (0, "+0:00"), (12_000_000, "+0:12"), (-190_000_000, "-3:10"), (3_723_000_000, "+1:02:03"),
    (-500_000, "-0:01"),
  ])
  func `distances carry their sign`(microseconds: Int, text: String) {
    #expect(TimeText.signed(microseconds) == text)
  }

  @Test(arguments: [
    ("tea-house-1", "tea-house-1"), ("6/push", "6/push"), ("a b", "'a b'"), ("it's", "'it'\\''s'"),
    ("", "''"), ("$(rm)", "'$(rm)'"), ("茶", "'茶'"),
  ])
  func `a word in an offered command means itself to a shell`(word: String, quoted: String) {
    #expect(ShellWord.quoted(word) == quoted)
  }
}
