import TemaeCore
import Testing

/// The scanner takes every canonical value without building it, and nothing else.
@Suite struct CanonicalScannerTests {
  private func scan(_ bytes: [UInt8]) throws(CanonicalReader.Malformed) {
    var scanner = CanonicalScanner()
    try scanner.value(in: bytes.span)
    try scanner.end(in: bytes.span)
  }

  private func accepts(_ text: String) -> Bool {
    (try? scan(Array(text.utf8))) != nil
  }

  @Test(arguments: [
    "{}", "[]", "0", "-1", "true", "false", #""""#, #"{"a":{},"b":[]}"#,
    #"{"a":[{"b":[1,-2,"é"]}]}"#,
    #"{"A":1,"a":2,"aa":3,"b":4}"#, #"["\u0000\u001f\"\\\b\t\n\f\r"]"#, #"[[[[]]],[]]"#,
    "9007199254740991",
  ])
  func `canonical JSON is accepted`(text: String) {
    #expect(accepts(text))
  }

  @Test(arguments: [
    "", " ", "{} ", " {}", "{", "}", "[", "]", "{]", "[}", "[,]", "[1,]", "[,1]", "[1 ,2]", "{,}",
    #"{"a":1,}"#, #"{"b":1,"a":2}"#, #"{"a":1,"a":2}"#, #"{"aa":1,"a":2}"#, #"{"a"}"#, #"{"a":}"#,
    #"{"a":1"b":2}"#, #"{a:1}"#, #"{"é":1}"#, #"{"\u0061":1}"#, #"{"a":1}{"#, "null", "True", "tru",
    "-0", "01", "1.0", "1e1", "-", "+1", "9007199254740992", "123456789012345678901234567890",
    #""\/""#, #""\u000a""#, #""\u0009""#, #""\u001F""#, #""\u0020""#, #""\u00""#, #""\"#, #"""#,
    "\"\u{1F}\"", "\"\u{0}\"",
  ])
  func `anything else is refused`(text: String) {
    #expect(!accepts(text))
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0x80]] as [[UInt8]] {
      #expect(throws: CanonicalReader.Malformed.self) { try scan([0x22] + bytes + [0x22]) }
    }
  }

  @Test func `deep nesting is refused and costs no stack`() {
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      func nested(_ depth: Int) -> String {
        String(repeating: open, count: depth - 1) + (open == "[" ? "[]" : "{}")
          + String(repeating: close, count: depth - 1)
      }
      #expect(accepts(nested(CanonicalScanner.greatestDepth)))
      #expect(!accepts(nested(CanonicalScanner.greatestDepth + 1)))
      #expect(!accepts(String(repeating: open, count: 1_000_000)))
    }
  }

  @Test func `an object's fields are shown with their places`() throws {
    let bytes = Array(#"{"a":1,"b":{"c":[]},"d":"x"}"#.utf8)
    var found: [String] = []
    var scanner = CanonicalScanner()
    try scanner.fields(in: bytes.span) { key, value in
      found.append(String(decoding: bytes[key] + [0x3D] + bytes[value], as: UTF8.self))
    }
    try scanner.end(in: bytes.span)
    #expect(found == ["a=1", #"b={"c":[]}"#, #"d="x""#])
  }

  @Test func `what was passed over in a reader is canonical too`() throws {
    var reader = CanonicalReader(Array(#"{"a":{"b":[1]},"c":2}"#.utf8))
    try reader.object { (fields: inout CanonicalReader) throws(CanonicalReader.Malformed) in
      try fields.key("a")
      let skipped = try fields.skippedValue()
      #expect(skipped == Array(#"{"b":[1]}"#.utf8))
      #expect(try fields.field("c", as: Int.self) == 2)
    }
    for text in [#"{"b": 1}"#, #"{"b":1,"a":1}"#, #"[1]"#, #"1"#, #""x""#, "{", #"{"a":1.5}"#] {
      var reader = CanonicalReader(Array(text.utf8))
      #expect(throws: CanonicalReader.Malformed.self) { try reader.skippedValue() }
    }
  }
}
