import TemaeCore
import Testing

/// An entry's body is what is stored and hashed: it is read back byte for byte, or refused.
@Suite struct EntryTests {
  private let entry = Entry(
    sequence: 7, position: 3, previous: .zero,
    draft: EventDraft(
      run: "01920000-0000-7000-8000-000000000001", at: Instant(microseconds: 1_769_904_000_000_001),
      bootMicroseconds: 12_345,
      by: Operator(name: "Ōkubo \"the\" host", account: "okubo", host: "tea"), epoch: 2,
      command: "c", index: 0, cause: 5,
      event: .attemptStarted(AttemptStarted(activity: "6/push", attempt: 1, processID: 4))))

  private let zero = String(repeating: "0", count: 64)

  private var text: String {
    """
    {"at":"2026-02-01T00:00:00.000001Z","boot":12345,"by":{"account":"okubo","host":"tea",\
    "means":"claimed","name":"Ōkubo \\"the\\" host"},"cause":5,"command":"c","epoch":2,"index":0,\
    "position":3,"prev":"\(zero)","run":"01920000-0000-7000-8000-000000000001","seq":7,\
    "type":"attempt.started","v":1,"what":{"activity":"6/push","attempt":1,"pid":4}}
    """
  }

  @Test func `the body is canonical and the envelope is final`() throws {
    #expect(String(decoding: entry.body, as: UTF8.self) == text)
    #expect(try Entry(body: entry.body) == entry)
  }

  @Test func `an absent epoch and cause are left out`() throws {
    var person = entry
    person.draft.epoch = nil
    person.draft.cause = nil
    let body = String(decoding: person.body, as: UTF8.self)
    #expect(!body.contains("epoch") && !body.contains("cause"))
    #expect(try Entry(body: person.body) == person)
  }

  @Test(arguments: [
    (#""index":0"#, #""index":0,"index":0"#), (#""v":1"#, #""v":2"#), (#""v":1"#, #""v":1.0"#),
    (#""type":"attempt.started""#, #""type":"attempt.dreamt""#), (#""boot":12345,"#, ""),
    (#""pid":4"#, #""pid":4,"quick":true"#), (#""pid":4"#, #""pid":"4""#),
    (#""means":"claimed""#, #""means":"guessed""#), (#""seq":7"#, #""seq":07"#),
    (#""cause":5,"command":"c""#, #""command":"c","cause":5"#), ("2026-02-01", "2026-02-31"),
    (#"}}"#, #"}} "#), (#"}}"#, #"}"#), (#""index":0"#, #""ignorable":true,"index":0"#),
    (#""index":0"#, #""ignorable":false,"index":0"#),
  ])
  func `a body that was changed is refused`(original: String, changed: String) throws {
    let body = text.replacing(original, with: changed)
    try #require(body != text)
    #expect(throws: CanonicalReader.Malformed.self) { try Entry(body: Array(body.utf8)) }
  }

  @Test func `bodies that lie behind each other are read as each by itself`() throws {
    var entries: [Entry] = []
    for number in 0..<60 {
      var next = entry
      next.sequence = number + 1
      next.draft.run = "01920000-0000-7000-8000-00000000000\(number / 2 % 3)"
      next.draft.command = "a command of some length, \(number % 2)"
      next.draft.by.name =
        ["Ōkubo \"the\" host", "somebody else", "Ōkubo \"the\" hose"][number / 3 % 3]
      entries.append(next)
    }
    let bodies = entries.map(\.body)
    var reader = CanonicalReader(Array(bodies.joined()))
    var start = 0
    for (entry, body) in zip(entries, bodies) {
      let end = start + body.count
      #expect(try Entry(bodyIn: start..<end, of: &reader) == entry)
      // What lies behind the range does not complete it.
      #expect(throws: CanonicalReader.Malformed.self) {
        try Entry(bodyIn: start..<end - 1, of: &reader)
      }
      start = end
    }
  }

  @Test func `any byte in any place is read back as it stands or refused`() throws {
    let body = entry.body
    for index in body.indices {
      for byte in [0x00, 0x20, 0x22, 0x2C, 0x30, 0x31, 0x5C, 0x61, 0x7B, 0x7D, 0xFF] as [UInt8] {
        var changed = body
        changed[index] = byte
        guard let found = try? Entry(body: changed) else { continue }
        #expect(found.body == changed)
      }
    }
  }

  @Test func `an ignorable event of a later version keeps its bytes`() throws {
    let later = text.replacing(#""epoch":2,"#, with: #""epoch":2,"ignorable":true,"#)
      .replacing("attempt.started", with: "tea.smelled")
      .replacing(#"{"activity":"6/push","attempt":1,"pid":4}"#, with: #"{"of":{"hay":[1,"☕"]}}"#)
    let found = try Entry(body: Array(later.utf8))
    #expect(found.event.type == "tea.smelled")
    #expect(found.body == Array(later.utf8))
  }

  @Test func `an ignorable event that is not canonical is refused`() {
    let later = text.replacing(#""epoch":2,"#, with: #""epoch":2,"ignorable":true,"#)
      .replacing("attempt.started", with: "tea.smelled")
    for what in [#"{"a": 1}"#, #"{"b":1,"a":1}"#, "{\"a\":\u{0}}", #"{"a":1.5}"#, "[]", "1"] {
      let body = later.replacing(#"{"activity":"6/push","attempt":1,"pid":4}"#, with: what)
      #expect(throws: CanonicalReader.Malformed.self) { try Entry(body: Array(body.utf8)) }
    }
  }
}
