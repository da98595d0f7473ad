/// Passes over the journal's JSON without building values, and refuses what is not canonical.
///
/// It accepts every object that ``CanonicalWriter`` could write, also of a type that this version
/// does not know: no spaces, keys in strictly ascending order, integers within ±(2^53−1), no other
/// escapes than those of RFC 8785, valid UTF-8, no `null`. Nesting costs no stack.
public struct CanonicalScanner {
  /// What is wrong with the bytes, and at which offset.
  public typealias Malformed = CanonicalReader.Malformed

  /// The offset of the next byte to look at.
  public private(set) var position: Int
  private var open: [Container] = []

  /// How deep objects and arrays may lie within each other.
  public static let greatestDepth = 64

  private struct Container {
    var isObject: Bool
    var lastKey: Range<Int>?
  }

  /// Starts at an offset.
  public init(at position: Int = 0) {
    self.position = position
  }

  /// Goes back to the first byte, to be used for other bytes without new memory.
  public mutating func restart() {
    position = 0
  }

  /// Passes over the object at the offset, and shows each of its fields.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - visit: gets the key's bytes without quotes, and the value's, as ranges.
  /// - Throws: ``Malformed`` where the text is not canonical.
  public mutating func fields(
    in bytes: Span<UInt8>, _ visit: (_ key: Range<Int>, _ value: Range<Int>) -> Void
  ) throws(Malformed) {
    try expect("{", in: bytes)
    guard peek(bytes) != UInt8(ascii: "}") else {
      position += 1
      return
    }
    var lastKey: Range<Int>?
    while true {
      let key = try key(in: bytes, after: lastKey)
      let start = position
      try value(in: bytes)
      visit(key, start..<position)
      lastKey = key
      guard peek(bytes) == UInt8(ascii: ",") else { break }
      position += 1
    }
    try expect("}", in: bytes)
  }

  /// Passes over the value at the offset.
  public mutating func value(in bytes: Span<UInt8>) throws(Malformed) {
    open.removeAll(keepingCapacity: true)
    repeat {
      try begin(in: bytes)
      try closeContainers(in: bytes)
    } while !open.isEmpty
  }

  /// Checks that every byte has been passed over.
  public func end(in bytes: Span<UInt8>) throws(Malformed) {
    guard position == bytes.count else {
      throw Malformed(offset: position, expected: "the end")
    }
  }

  // Passes over a scalar, or over the beginnings of containers up to the first scalar in them; an
  // empty container is passed over whole.
  private mutating func begin(in bytes: Span<UInt8>) throws(Malformed) {
    while let byte = peek(bytes) {
      switch byte {
      case UInt8(ascii: "\""): return try string(in: bytes)
      case UInt8(ascii: "-"), 0x30...0x39: return try integer(in: bytes)
      case UInt8(ascii: "t"): return try expect("true", in: bytes)
      case UInt8(ascii: "f"): return try expect("false", in: bytes)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if try isEmptyContainer(isObject: byte == UInt8(ascii: "{"), in: bytes) { return }
      default: throw Malformed(offset: position, expected: "a value")
      }
    }
    throw Malformed(offset: position, expected: "a value")
  }

  private mutating func isEmptyContainer(
    isObject: Bool, in bytes: Span<UInt8>
  ) throws(Malformed) -> Bool {
    guard open.count < Self.greatestDepth else {
      throw Malformed(offset: position, expected: "at most \(Self.greatestDepth) levels")
    }
    position += 1
    if peek(bytes) == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
      position += 1
      return true
    }
    open.append(Container(isObject: isObject))
    if isObject { open[open.count - 1].lastKey = try key(in: bytes, after: nil) }
    return false
  }

  private mutating func closeContainers(in bytes: Span<UInt8>) throws(Malformed) {
    while let container = open.last {
      if peek(bytes) == UInt8(ascii: ",") {
        position += 1
        guard container.isObject else { return }
        open[open.count - 1].lastKey = try key(in: bytes, after: container.lastKey)
        return
      }
      try expect(container.isObject ? "}" : "]", in: bytes)
      open.removeLast()
    }
  }

  private mutating func key(
    in bytes: Span<UInt8>, after last: Range<Int>?
  ) throws(Malformed) -> Range<Int> {
    try expect("\"", in: bytes)
    let start = position
    while let byte = peek(bytes), (0x20..<0x7F).contains(byte), byte != 0x22, byte != 0x5C {
      position += 1
    }
    let key = start..<position
    try expect("\":", in: bytes)
    if let last, !Self.precedes(last, key, in: bytes) {
      throw Malformed(offset: start, expected: "a key after the one before it")
    }
    return key
  }

  private static func precedes(
    _ left: Range<Int>, _ right: Range<Int>, in bytes: Span<UInt8>
  ) -> Bool {
    for offset in 0..<min(left.count, right.count) {
      let (one, other) = (bytes[left.lowerBound + offset], bytes[right.lowerBound + offset])
      if one != other { return one < other }
    }
    return left.count < right.count
  }

  private mutating func integer(in bytes: Span<UInt8>) throws(Malformed) {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let digits = position
    var value = 0
    while let byte = peek(bytes), (0x30...0x39).contains(byte), position - digits < 17 {
      value = value * 10 + Int(byte - 0x30)
      position += 1
    }
    let hasLeadingZero = position > digits && bytes[digits] == 0x30 && position - start > 1
    guard position > digits, value <= CanonicalWriter.largestInteger, !hasLeadingZero else {
      throw Malformed(offset: start, expected: "an integer")
    }
  }

  private mutating func string(in bytes: Span<UInt8>) throws(Malformed) {
    let start = position
    position += 1
    var isASCII = true
    while let byte = peek(bytes), byte != 0x22 {
      guard byte >= 0x20 else {
        throw Malformed(offset: position, expected: "an escaped control character")
      }
      if byte >= 0x80 { isASCII = false }
      position += 1
      if byte == 0x5C { try escape(in: bytes) }
    }
    try expect("\"", in: bytes)
    guard isASCII || Self.isUTF8(bytes, start..<position) else {
      throw Malformed(offset: start, expected: "a string in UTF-8")
    }
  }

  private mutating func escape(in bytes: Span<UInt8>) throws(Malformed) {
    switch peek(bytes) {
    case 0x22, 0x5C, UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "f"),
      UInt8(ascii: "r"):
      position += 1
    case UInt8(ascii: "u"):
      try expect("u00", in: bytes)
      guard position + 2 <= bytes.count, bytes[position] == 0x30 || bytes[position] == 0x31,
        let low = Self.hexadecimal(bytes[position + 1])
      else { throw Malformed(offset: position, expected: "an escape of RFC 8785") }
      let value = (bytes[position] - 0x30) << 4 | low
      guard ![0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(value) else {
        throw Malformed(offset: position, expected: "the short escape")
      }
      position += 2
    default: throw Malformed(offset: position, expected: "an escape of RFC 8785")
    }
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }

  private static func isUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    String(validating: range.map { bytes[$0] }, as: UTF8.self) != nil
  }

  private func peek(_ bytes: Span<UInt8>) -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private mutating func expect(_ text: StaticString, in bytes: Span<UInt8>) throws(Malformed) {
    let count = text.utf8CodeUnitCount
    var matches = bytes.count - position >= count
    for index in 0..<count where matches {
      matches = unsafe text.utf8Start[index] == bytes[position + index]
    }
    guard matches else { throw Malformed(offset: position, expected: "\(text)") }
    position += count
  }
}
