import TemaeCore
import Testing

/// The reader takes what the writer writes, and nothing else.
@Suite struct CanonicalReaderTests {
  /// One field of every kind.
  private struct Sample: CanonicalObject, Equatable {
    var count = 1
    var inner: [[Int]] = [[], [1, 2]]
    var isOpen = true
    var name = "tea"
    var text: String?

    init() {}

    func writeFields(to writer: inout CanonicalWriter) {
      writer.field("count", count)
      writer.field("inner", inner)
      writer.field("isOpen", isOpen)
      writer.field("name", name)
      writer.optional("text", text)
    }

    init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
      count = try reader.field("count")
      inner = try reader.field("inner")
      isOpen = try reader.field("isOpen")
      name = try reader.field("name")
      text = try reader.optional("text")
    }
  }

  private func read(_ bytes: [UInt8]) throws(CanonicalReader.Malformed) -> Sample {
    var reader = CanonicalReader(bytes)
    let sample = try Sample(from: &reader)
    try reader.end()
    return sample
  }

  private func read<Value: CanonicalValue>(
    _ type: Value.Type, _ text: String
  ) throws(CanonicalReader.Malformed) -> Value {
    var reader = CanonicalReader(Array(text.utf8))
    let value = try Value(from: &reader)
    try reader.end()
    return value
  }

  private func written(_ value: some CanonicalValue) -> String {
    var writer = CanonicalWriter()
    value.write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `what needs an escape is found wherever it stands`() throws {
    for count in 0...20 {
      for place in 0...count {
        let (before, after) = (
          String(repeating: "t", count: place), String(repeating: "e", count: count - place)
        )
        for special in ["\"", "\\", "\n", "\u{1F}", "\u{7F}", "\u{80}", "\u{FF}", "☕"] {
          let text = before + special + after
          #expect(try read(String.self, written(text)) == text)
        }
        for bad in ["\u{0}", "\n", "\u{1F}", "\\u0041", "\""] {
          #expect(throws: CanonicalReader.Malformed.self) {
            try read(String.self, "\"\(before)\(bad)\(after)\"")
          }
        }
      }
    }
  }

  @Test func `what was written is read back`() throws {
    var sample = Sample()
    for text in [nil, "", "é ☕ \u{10FFFF}", "\"\\/\u{8}\t\n\u{C}\r\u{0}\u{1F}\u{7F}"] {
      sample.text = text
      #expect(try read(Array(written(sample).utf8)) == sample)
    }
    #expect(
      written(Sample()) == #"{"count":1,"inner":[[],[1,2]],"isOpen":true,"name":"tea"}"#)
  }

  @Test(arguments: [
    #"{ "count":1,"inner":[],"isOpen":true,"name":"tea"}"#,
    #"{"count":1,"inner":[],"isOpen":true,"name":"tea"} "#,
    #"{"count":1,"count":1,"inner":[],"isOpen":true,"name":"tea"}"#,
    #"{"inner":[],"count":1,"isOpen":true,"name":"tea"}"#,
    #"{"count":1,"inner":[],"isOpen":true,"name":"tea","zeal":1}"#,
    #"{"count":1,"inner":[],"isOpen":true}"#,
    #"{"count":1,"inner":[],"isOpen":true,"name":"tea",}"#,
    #"{,"count":1,"inner":[],"isOpen":true,"name":"tea"}"#,
    #"{"count":1 ,"inner":[],"isOpen":true,"name":"tea"}"#,
    #"{"count":1,"inner":[1,],"isOpen":true,"name":"tea"}"#,
    #"{"count":1,"inner":[[]],"isOpen":1,"name":"tea"}"#,
    #"{"c\u006funt":1,"inner":[],"isOpen":true,"name":"tea"}"#,
    #"{"count":null,"inner":[],"isOpen":true,"name":"tea"}"#,
    #"{"count":1,"inner":[],"isOpen":true,"name":"tea""#, "{", "", "[]", "null",
  ])
  func `an object that the writer would not write is refused`(text: String) {
    #expect(throws: CanonicalReader.Malformed.self) { try read(Array(text.utf8)) }
  }

  @Test func `every prefix of an object is refused without a trap`() {
    let bytes = Array(written(Sample()).utf8)
    for count in 0..<bytes.count {
      #expect(throws: CanonicalReader.Malformed.self) { try read(Array(bytes.prefix(count))) }
    }
  }

  @Test func `any byte in any place is read back as it stands or refused`() throws {
    let bytes = Array(written(Sample()).utf8)
    for index in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[index] = byte
        guard let sample = try? read(changed) else { continue }
        #expect(Array(written(sample).utf8) == changed)
      }
    }
  }

  @Test(arguments: ["0", "-1", "9007199254740991", "-9007199254740991", "10"])
  func `an integer within 2^53 − 1 is read`(text: String) throws {
    #expect(try String(read(Int.self, text)) == text)
  }

  @Test(arguments: [
    "-0", "01", "+1", "1.0", "1e3", "9007199254740992", "-9007199254740992",
    "99999999999999999999999999", "-", "", "0x1", " 1", "1 ", "--1", "１",
  ])
  func `another spelling of a number is refused`(text: String) {
    #expect(throws: CanonicalReader.Malformed.self) { try read(Int.self, text) }
  }

  @Test(arguments: [
    #""\/""#, #""\u0041""#, #""\u000A""#, #""\u001F""#, #""\u007f""#, #""\x""#, #""\"#, #""\u00""#,
    #""\ud83d\ude00""#, #""\u0008""#, "\"\n\"", "\"\u{0}\"", #"""#, #"tea"#, #"'tea'"#,
  ])
  func `another spelling of a string is refused`(text: String) {
    #expect(throws: CanonicalReader.Malformed.self) { try read(String.self, text) }
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xC1, 0xBF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xE2, 0x82],
      [0x80],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    var reader = CanonicalReader([0x22] + bytes + [0x22])
    #expect(throws: CanonicalReader.Malformed.self) { try reader.string() }
  }

  @Test func `canonically equal texts stay different texts`() throws {
    for text in ["\u{E9}", "e\u{301}", "\u{212A}", "K"] {
      let back = try read(String.self, written(text))
      #expect(Array(back.utf8) == Array(text.utf8))
    }
  }

  @Test(arguments: [
    "2026-01-31T23:59:59.000001Z", "1970-01-01T00:00:00.000000Z", "0000-03-01T00:00:00.000000Z",
    "9999-12-31T23:59:59.999999Z", "2024-02-29T00:00:00.000000Z",
  ])
  func `an instant has one spelling`(text: String) throws {
    #expect(try read(Instant.self, "\"\(text)\"").description == text)
  }

  @Test(arguments: [
    "2026-01-31T23:59:59Z", "2026-02-30T00:00:00.000000Z", "2025-02-29T00:00:00.000000Z",
    "2026-01-31T24:00:00.000000Z", "2026-01-31T23:60:00.000000Z", "2026-01-31T23:59:60.000000Z",
    "2026-01-31t23:59:59.000001Z", "2026-01-31T23:59:59,000001Z", "2026-13-01T00:00:00.000000Z",
    "2026-01-31T23:59:59.000001+", "+026-01-31T23:59:59.000001Z", "",
  ])
  func `another spelling of an instant is refused`(text: String) {
    #expect(throws: CanonicalReader.Malformed.self) { try read(Instant.self, "\"\(text)\"") }
  }

  @Test func `a digest has one spelling`() throws {
    let hex = "00ff" + String(repeating: "ab", count: 30)
    #expect(try read(Digest.self, "\"\(hex)\"").hex == hex)
    for wrong in [hex.uppercased(), String(hex.dropLast()), hex + "0", "zz" + hex.dropFirst(2)] {
      #expect(throws: CanonicalReader.Malformed.self) { try read(Digest.self, "\"\(wrong)\"") }
    }
  }

  @Test func `what is wrong is said with its offset`() {
    let error = #expect(throws: CanonicalReader.Malformed.self) {
      var reader = CanonicalReader(Array(#"{"isOpen":true}"#.utf8))
      _ = try reader.object { (fields: inout CanonicalReader) throws(CanonicalReader.Malformed) in
        let _: Bool = try fields.field("isOpen")
        return try fields.field("name", as: String.self)
      }
    }
    #expect(error?.description == "byte 14: expected the field \"name\"")
  }
}
