import TemaeCore
import TestSupport
import Testing

@Suite("Events in their canonical form")
struct EventCodingTests {
  private static func entry(_ event: Event, epoch: Int? = 3, cause: Int? = 7) -> Entry {
    let state = epoch.map { _ in StateDigest(digest: testDigest([8]), version: 1) }
    return Entry(
      sequence: 12, position: 5, previous: testDigest([9]),
      draft: EventDraft(
        run: "0199", at: Instant(microseconds: 1_900_000_000_000_001), bootMicroseconds: 77,
        by: .sample, epoch: epoch, command: "c-1", index: 2, cause: cause, state: state,
        event: event))
  }

  @Test(arguments: Event.samples)
  func `an entry is read back as it was written`(event: Event) throws {
    for (epoch, cause) in [(3, 7), (nil, nil)] as [(Int?, Int?)] {
      let entry = Self.entry(event, epoch: epoch, cause: cause)
      let body = entry.body
      #expect(try Entry(body: body) == entry)
      #expect(try Entry(body: body).body == body)
    }
  }

  @Test func `the samples hold every type that is known`() {
    let types = Set(Event.samples.map(\.type))
    #expect(types == Set(Event.knownTypes))
    #expect(Event.knownTypes.count == Set(Event.knownTypes).count)
  }

  @Test(arguments: Event.samples)
  func `no byte of an event can be left out or added`(event: Event) throws {
    let body = Self.entry(event).body
    #expect(throws: CanonicalReader.Malformed.self) { try Entry(body: Array(body.dropLast())) }
    #expect(throws: CanonicalReader.Malformed.self) { try Entry(body: body + [0x20]) }
    let text = String(decoding: body, as: UTF8.self)
    let swollen = text.replacing(#","what":{"#, with: #","what":{"zz":1,"#)
    #expect(throws: CanonicalReader.Malformed.self) { try Entry(body: Array(swollen.utf8)) }
  }

  @Test func `an entry's form is fixed`() throws {
    let entry = Self.entry(.noteAdded(NoteAdded(activity: "1/a", text: commitment("tea"))))
    let digest = commitment("tea").digest.hex
    #expect(
      String(decoding: entry.body, as: UTF8.self) == """
        {"at":"2030-03-17T17:46:40.000001Z","boot":77,\
        "by":{"account":"mio","host":"teahouse","means":"claimed","name":"Mio"},"cause":7,\
        "command":"c-1","epoch":3,"index":2,"position":5,"prev":"\(testDigest([9]).hex)",\
        "run":"0199","seq":12,"state":{"digest":"\(testDigest([8]).hex)","v":1},"type":"note.added","v":1,\
        "what":{"activity":"1/a","text":{"digest":"\(digest)","length":3,"media":"text/plain"}}}
        """)
  }

  @Test func `an unknown type stops the reading unless it is marked ignorable`() throws {
    let ignored = Self.entry(
      .ignored(IgnoredEvent(type: "sky.fell", version: 4, bytes: Array(#"{"deep":[1,{}]}"#.utf8))))
    let body = ignored.body
    #expect(try Entry(body: body) == ignored)
    let strict = String(decoding: body, as: UTF8.self).replacing(#""ignorable":true,"#, with: "")
    let error = #expect(throws: CanonicalReader.Malformed.self) {
      try Entry(body: Array(strict.utf8))
    }
    #expect(error?.expected == "an event that this version knows, not sky.fell version 4")
  }

  @Test func `a later version of a known type is not guessed at`() throws {
    let entry = Self.entry(.runPaused(RunPaused()))
    let later = String(decoding: entry.body, as: UTF8.self).replacing(#""v":1,"#, with: #""v":2,"#)
    #expect(throws: CanonicalReader.Malformed.self) { try Entry(body: Array(later.utf8)) }
  }

  @Test func `an event that is passed over moves the state on and changes nothing else`() throws {
    var trace = try Trace(.sample([.sample("1", [.shell("1/a")])]))
    let before = trace.state.activities
    try trace.happen(.ignored(IgnoredEvent(type: "sky.fell", version: 1, bytes: Array("{}".utf8))))
    #expect(trace.state.activities == before)
    #expect(trace.state.position == 3)
  }
}
