import Testing

/// Every journal with a defect in `journals/invalid` is refused, as it is written beside it.
struct InvalidJournalTests {
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/journals/invalid"

  static let defects: [String] = {
    let list = "/tmp/temae-defects-\(UInt64.random(in: 0 ... .max))"
    _ = try? Program.shell("ls '\(folder)' >\(list)")
    defer { _ = try? Program.shell("rm -f \(list)") }
    return Program.text(list).split(separator: "\n").map(String.init)
  }()

  @Test func `there are defects of every kind`() {
    #expect(Self.defects.count >= 20)
  }

  @Test(arguments: Self.defects)
  func `a journal with a defect is refused, by the command and with the words that are recorded`(
    defect: String
  ) throws {
    let place = try Workplace()
    let file = "\(Self.folder)/\(defect)/journal.jsonl"
    let expected = Program.text("\(Self.folder)/\(defect)/expected")
    var command = ["journal", "import", file]
    var ending = try Program.run(command, in: place.path)
    if ending.code == 0 {
      command = ["replay", "--verify", "-q"]
      ending = try Program.run(command, in: place.path)
    }
    let words = command.map { $0 == file ? "journal.jsonl" : $0 }.joined(separator: " ")
    let said = ending.error.replacing(file, with: "journal.jsonl").replacing(place.path, with: ".")
    #expect("temae \(words)\nexit \(ending.code)\n\(said)" == expected)
  }
}
