import Testing

/// The page on the command line against what the program says of itself.
struct CommandLinePageTests {
  let page: String

  init() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    page = Program.text("/\(root)/docs/reference/command-line.md")
    try #require(page.hasPrefix("# Command line\n"))
  }

  @Test func `every command and long option that help prints is on the page`() throws {
    let place = try Workplace()
    let shared = section("## Options of every command")
    var waiting = try Self.commands(in: place.temae("--help").output).map { [$0] }
    var seen = 0
    while let words = waiting.popLast() {
      let ending = try Program.run(words + ["--help"], in: place.path)
      #expect(ending.code == 0)
      let inner = Self.commands(in: ending.output)
      waiting += inner.map { words + [$0] }
      guard inner.isEmpty else { continue }
      let own = section("### temae \(words.joined(separator: " "))")
      #expect(!own.isEmpty, "\(words) has no section")
      let missing = Self.options(in: ending.output).filter {
        !Self.hasRow($0, in: own) && !Self.hasRow($0, in: shared)
      }
      #expect(missing == [], "\(words)")
      seen += 1
    }
    #expect(seen == 31)
  }

  /// What stands from a heading to the next one.
  private func section(_ heading: String) -> String {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0 == heading }) else { return "" }
    return lines[(start + 1)...].prefix { !$0.hasPrefix("#") }.joined(separator: "\n")
  }

  /// Whether a table explains the option: being mentioned in a sentence is not enough.
  private static func hasRow(_ option: String, in section: String) -> Bool {
    section.split(separator: "\n").filter { $0.hasPrefix("| `") }.contains { row in
      row.split(separator: "`").first { $0.hasPrefix("-") }
        .map { $0.split { $0 == " " || $0 == "," }.contains { $0 == option } } ?? false
    }
  }

  /// The names under the headings of subcommands.
  private static func commands(in help: String) -> [String] {
    var isListed = false
    var names: [String] = []
    for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasSuffix("SUBCOMMANDS:") { isListed = true }
      if line.isEmpty { isListed = false }
      guard isListed, line.hasPrefix("  "), !line.hasPrefix("   ") else { continue }
      names += line.split(separator: " ").prefix(1).map(String.init)
    }
    return names
  }

  /// The long options that begin an entry.
  private static func options(in help: String) -> [String] {
    help.split(separator: "\n").filter { $0.hasPrefix("  -") }.compactMap { line in
      line.split { $0 == " " || $0 == "," }.first { $0.hasPrefix("--") }.map(String.init)
    }
  }
}
