import FoundationEssentials
import TemaeCore
import TemaeReport
import TestSupport
import Testing

// The page on backups holds examples of the two files. With `TEMAE_UPDATE=1` in the environment they
// are written, otherwise they are compared.
@Suite("A backup as people and programs read it", .serialized)
struct BackupPageTests {
  private static let path = URL(filePath: #filePath)
    .appending(path: "../../../docs/reference/backup.md").standardized.path
  private static let digest =
    Digest(hex: String(repeating: "e7", count: 32)) ?? .zero

  @Test(arguments: ["manifest", "verification"])
  func `the page shows the files as they are written`(part: String) throws {
    let bytes =
      part == "manifest"
      ? BackupSamples.manifest().fileBytes
      : BackupSamples.verification(of: Self.digest).fileBytes
    let example = "\n```json\n\(Self.pretty(bytes))\n```\n\n"
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let begin = "<!-- \(part): begin -->\n"
    let start = try #require(page.firstRange(of: begin)?.upperBound)
    let end = try #require(page.firstRange(of: "<!-- \(part): end -->")?.lowerBound)
    if ProcessInfo.processInfo.environment["TEMAE_UPDATE"] == "1" {
      let updated = page[..<start] + example + page[end...]
      try String(updated).write(toFile: Self.path, atomically: true, encoding: .utf8)
    } else {
      #expect(
        page[start..<end] == example,
        "write it anew: TEMAE_UPDATE=1 swift test --filter BackupPageTests")
    }
  }

  @Test func `a verified backup is called so, and only a verified one`() {
    var report = VerificationReport(
      directory: "/b", manifest: BackupSamples.manifest(),
      verification: BackupSamples.verification(of: Self.digest))
    var text = report.text(.plain)
    #expect(text.contains("✗ public.orders has 69999 rows, expected 70000"))
    #expect(text.contains("✗ not verified, 1 finding: full, 1 table, 70,000 rows of shop"))
    #expect(report.json().contains(#""verified": false"#))
    report.verification.findings = []
    text = report.text(.plain)
    #expect(text.contains("! index public.orders_note was not valid"))
    #expect(text.contains("✓ verified: full, 1 table, 70,000 rows of shop"))
    #expect(text.contains("restored in 35 s, schema and 2 tables and sequences are equal"))
    #expect(report.json().contains(#""verified": true"#))
  }

  @Test func `a backup says where it is, of which instant, and that nothing verified it`() {
    let report = BackupReport(
      directory: "/b/shop", manifest: BackupSamples.manifest(), manifestDigest: Self.digest,
      remarks: ["an index is left out"])
    let text = report.text(.plain)
    #expect(text.contains("backed up shop on db.example:5432 in 48 s: full, 1 table, 70,000 rows"))
    #expect(text.contains("902 KiB in 3 files"))
    #expect(text.contains("WAL at 16/B374D848"))
    #expect(text.contains("! an index is left out"))
    #expect(text.contains("temae backup verify /b/shop"))
    #expect(report.json().contains(#""rows": 70000"#))
  }

  @Test func `names from a database cannot command a terminal`() {
    var report = VerificationReport(
      directory: "/b\u{1B}[2J", manifest: BackupSamples.manifest(),
      verification: BackupSamples.verification(of: Self.digest))
    report.verification.findings = [
      BackupFinding(.content, "a\u{1B}", "a\u{1B}\n\u{202E} is missing")
    ]
    for text in [report.text(.plain), report.json()] {
      #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
    }
  }

  @Test(arguments: [
    (0, "0 bytes"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (10_239, "9.9 KiB"),
    (1_048_576, "1.0 MiB"), (5_368_709_120, "5.0 GiB"),
  ])
  func `sizes are told in words`(bytes: Int, words: String) {
    #expect(SizeText.words(bytes) == words)
  }

  @Test func `counts are told in words`() {
    #expect(SizeText.counted(1, "row") == "1 row")
    #expect(SizeText.counted(999, "row") == "999 rows")
    #expect(SizeText.counted(1_234_567, "row") == "1,234,567 rows")
  }

  /// Canonical JSON in lines, two spaces a level.
  private static func pretty(_ bytes: [UInt8]) -> String {
    var text = ""
    var depth = 0
    var isQuoted = false
    func newLine() { text += "\n" + String(repeating: "  ", count: depth) }
    for character in String(decoding: bytes.dropLast(), as: UTF8.self) {
      if character == "\"" { isQuoted.toggle() }
      switch (character, isQuoted) {
      case ("{", false), ("[", false):
        text.append(character)
        depth += 1
        newLine()
      case ("}", false), ("]", false):
        depth -= 1
        newLine()
        text.append(character)
      case (",", false):
        text.append(character)
        newLine()
      case (":", false): text += ": "
      default: text.append(character)
      }
    }
    return text
  }
}
