import TemaeCore
import Testing

@testable import TemaeJournal

/// temae and a program that shares no code with it say the same of a journal, whatever was done to it.
@Suite struct IndependentVerifierTests {
  let fixture: JournalFixture

  init() throws {
    fixture = try JournalFixture()
    _ = try fixture.journal(entries: 6)
  }

  @Test(arguments: Tampering.corpus)
  func `both find the same first bad event`(tampering: Tampering) throws {
    try tampering.apply(fixture)
    let verdict = try fixture.verdict()
    #expect(verdict == tampering.expected)
    let independent = try fixture.independentVerdict()
    #expect(independent == tampering.expected)
  }

  @Test func `both verify a journal that is being written, and the same when it is moved`() throws {
    let journal = try fixture.open(.write)
    try journal.addNotes(7..<40)
    #expect(SystemCall.sizeBytes(fixture.path + "-wal") > 0)
    for _ in 0..<2 {
      let head = try fixture.verify().headLine
      #expect(try fixture.verdict(head: JournalHead(line: head)) == .whole)
      #expect(try fixture.independentVerdict(head: head) == .whole)
      try journal.checkpoint()
    }
    #expect(SystemCall.sizeBytes(fixture.path + "-wal") == 0)
  }

  /// What both say with a head; they must agree.
  private func verdict(head line: String) throws -> Verdict {
    let head = JournalHead(line: line)
    #expect(head != nil)
    let verdict = try fixture.verdict(head: head)
    #expect(try fixture.independentVerdict(head: line) == verdict)
    return verdict
  }

  @Test func `a journal that has grown contains its old head, and the head of nothing`() throws {
    let head = try fixture.verify().headLine
    let nothing = "0 \(LeafHash.ofNothing.digest.hex)"
    try fixture.open(.write).addNote(7)
    #expect(try verdict(head: head) == .whole)
    #expect(try verdict(head: nothing) == .whole)
    #expect(try verdict(head: "0 \(Digest.zero.hex)") == .bad(nil))
    #expect(try verdict(head: head.replacing("6 ", with: "7 ")) == .bad(nil))
  }

  @Test(arguments: [1, 5, 6])
  func `a tail that was rewritten shows against a head only`(first: Int) throws {
    let head = try fixture.verify().headLine
    try fixture.rewrite(from: first) { $0.replacing("okubo", with: "naoto") }
    #expect(try fixture.verdict() == .whole)
    #expect(try fixture.independentVerdict() == .whole)
    #expect(try verdict(head: head) == .bad(nil))
    let problem = try fixture.open(.read).verify(containing: JournalHead(line: head)).headProblem
    #expect(problem?.contains("the first 6 events are not those of the head") == true)
  }

  @Test func `a tail that was cut off shows against a head only`() throws {
    let head = try fixture.verify().headLine
    try fixture.tamper("DELETE FROM event WHERE seq = 6")
    #expect(try fixture.verdict() == .whole)
    #expect(try verdict(head: head) == .bad(nil))
    let problem = try fixture.open(.read).verify(containing: JournalHead(line: head)).headProblem
    #expect(problem == "the head covers 6 events, and the journal has 5")
  }

  @Test func `a line that is no head is refused`() {
    let root = Digest.zero.hex
    for line in ["", "6", root, "x \(root)", "-1 \(root)", "6 \(root) 7", "6 \(root.dropLast())"] {
      #expect(JournalHead(line: line) == nil, "\(line)")
      #expect(throws: JournalFixture.Failure.self, "\(line)") {
        try fixture.independentVerdict(head: line)
      }
    }
    #expect(JournalHead(line: " 6 \(root)\n")?.size == 6)
  }
}
