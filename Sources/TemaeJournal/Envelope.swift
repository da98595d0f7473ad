import TemaeCore

/// What a body's envelope says, found without decoding the event.
struct Envelope {
  private(set) var sequence: Int?
  private(set) var position: Int?
  private(set) var version: Int?
  /// Where the texts lie in the body, with their quotes.
  private(set) var previous: Range<Int>?
  private(set) var run: Range<Int>?
  private(set) var type: Range<Int>?
  private(set) var event: Range<Int>?
  private(set) var isIgnorable = false

  /// Scans a whole body, which must be canonical.
  init(body: Span<UInt8>, scanner: inout CanonicalScanner) throws(CanonicalReader.Malformed) {
    var found = Self()
    try scanner.fields(in: body) { key, value in
      found.note(key, value, in: body)
    }
    try scanner.end(in: body)
    self = found
  }

  private init() {}

  private mutating func note(_ key: Range<Int>, _ value: Range<Int>, in body: Span<UInt8>) {
    if Self.isEqual(key, "seq", in: body) { sequence = Self.integer(value, in: body) }
    if Self.isEqual(key, "position", in: body) { position = Self.integer(value, in: body) }
    if Self.isEqual(key, "v", in: body) { version = Self.integer(value, in: body) }
    if Self.isEqual(key, "prev", in: body) { previous = value }
    if Self.isEqual(key, "run", in: body) { run = value }
    if Self.isEqual(key, "type", in: body) { type = value }
    if Self.isEqual(key, "what", in: body) { event = value }
    if Self.isEqual(key, "ignorable", in: body) {
      isIgnorable = Self.isEqual(value, "true", in: body)
    }
  }

  /// Whether the link is the hash.
  func isPrevious(_ leaf: LeafHash, in body: Span<UInt8>) -> Bool {
    guard let previous, previous.count == 66 else { return false }
    let digits = leaf.hexDigits
    let start = previous.lowerBound + 1
    for index in 0..<64 where body[start + index] != digits[index] { return false }
    return true
  }

  /// The text of a field without its quotes, for messages and look-ups.
  static func text(_ range: Range<Int>?, in body: Span<UInt8>) -> String? {
    guard let range, range.count >= 2, body[range.lowerBound] == 0x22 else { return nil }
    let content = range.dropFirst().dropLast().map { body[$0] }
    return String(validating: content, as: UTF8.self)
  }

  private static func isEqual(
    _ range: Range<Int>, _ text: StaticString, in body: Span<UInt8>
  ) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    for index in 0..<range.count
    where unsafe body[range.lowerBound + index] != text.utf8Start[index] { return false }
    return true
  }

  // The scanner has seen that it is an integer within range, if it is a number at all.
  private static func integer(_ range: Range<Int>, in body: Span<UInt8>) -> Int? {
    var value = 0
    for index in range {
      guard (0x30...0x39).contains(body[index]) else { return nil }
      value = value * 10 + Int(body[index] - 0x30)
    }
    return value
  }
}
