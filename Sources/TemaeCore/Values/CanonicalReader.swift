/// Reads the journal's JSON: exactly the bytes that ``CanonicalWriter`` would write, nothing else.
///
/// The fields of an object are asked for in their order, so a key that is repeated, out of order,
/// unknown or spelled another way is found where it stands. Nothing is allocated but the values.
public struct CanonicalReader {
  private let bytes: [UInt8]
  private var upperBound: Int
  private var position: Int
  private var isFirstField = true
  /// By its length the last text of that length, and where it stood.
  private var recent: [Recent?] = []

  /// The last operator.
  var lastOperator: ReadOperator?

  /// An operator, and the bytes that said so.
  struct ReadOperator {
    var bytes: Range<Int>
    var value: Operator
  }

  private struct Recent {
    var start: Int
    var text: String
  }

  /// What is wrong with the bytes, and at which offset.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// The offset of the first wrong byte, from 0.
    public var offset: Int
    /// What was expected there.
    public var expected: String

    /// Names the offset and what was expected there.
    public var description: String { "byte \(offset): expected \(expected)" }
  }

  /// Reads from the first byte of `bytes`, or from another one.
  public init(_ bytes: [UInt8], at offset: Int = 0) {
    self.init(bytes, in: offset..<bytes.count)
  }

  /// Reads the bytes that lie in a range; offsets are those of all bytes.
  public init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    upperBound = range.upperBound
    position = range.lowerBound
    precondition(range.upperBound <= bytes.count, "a range beyond the bytes")
  }

  /// Goes to another range of the same bytes, to read a value of its own.
  ///
  /// From here on texts that come again, as a run's id does in each of its events, take no memory of
  /// their own.
  public mutating func move(to range: Range<Int>) {
    precondition(range.upperBound <= bytes.count, "a range beyond the bytes")
    upperBound = range.upperBound
    position = range.lowerBound
    isFirstField = true
    if recent.isEmpty { recent = Array(repeating: nil, count: 64) }
  }

  /// Passes over the same bytes as those of a range that was read; else reads nothing.
  mutating func skip(sameAs range: Range<Int>) -> Bool {
    guard upperBound - position >= range.count else { return false }
    let isAgain = unsafe bytes.withUnsafeBytes { all in
      guard let first = all.baseAddress else { return range.isEmpty }
      return unsafe isSame(
        first + range.lowerBound, first + position, count: range.count)
    }
    if isAgain { position += range.count }
    return isAgain
  }

  /// How many bytes have been read.
  public var offset: Int { position }

  /// Reads an object whose fields the closure reads.
  public mutating func object<Value>(
    _ fields: (inout CanonicalReader) throws(Malformed) -> Value
  ) throws(Malformed) -> Value {
    let outer = try beginObject()
    let value = try fields(&self)
    try endObject(in: outer)
    return value
  }

  /// Goes into an object; what it gives is for ``endObject(in:)``.
  mutating func beginObject() throws(Malformed) -> Bool {
    try expect("{")
    defer { isFirstField = true }
    return isFirstField
  }

  /// Goes out of an object whose fields have all been read.
  mutating func endObject(in outer: Bool) throws(Malformed) {
    isFirstField = outer
    try expect("}")
  }

  /// Reads the next field, which must be `key`.
  public mutating func field<Value: CanonicalValue>(
    _ key: StaticString, as type: Value.Type = Value.self
  ) throws(Malformed) -> Value {
    guard let value = try optional(key, as: type) else {
      throw Malformed(offset: position, expected: "the field \"\(key)\"")
    }
    return value
  }

  /// Reads the next field if it is `key`.
  public mutating func optional<Value: CanonicalValue>(
    _ key: StaticString, as type: Value.Type = Value.self
  ) throws(Malformed) -> Value? {
    guard skipKey(key) else { return nil }
    return try Value(from: &self)
  }

  /// Reads the next field's key, which must be `key`; its value comes next.
  public mutating func key(_ key: StaticString) throws(Malformed) {
    guard skipKey(key) else {
      throw Malformed(offset: position, expected: "the field \"\(key)\"")
    }
  }

  /// Passes over an object without reading it, and gives its bytes, which are canonical.
  public mutating func skippedValue() throws(Malformed) -> [UInt8] {
    guard peek() == UInt8(ascii: "{") else {
      throw Malformed(offset: position, expected: "an object")
    }
    let start = position
    var scanner = CanonicalScanner(at: start)
    try scanner.value(in: bytes.span.extracting(..<upperBound))
    position = scanner.position
    return Array(bytes[start..<position])
  }

  /// Reads an object of texts under keys that only the writer knew, in ascending order.
  public mutating func texts() throws(Malformed) -> [(key: String, value: String)] {
    try expect("{")
    var fields: [(key: String, value: String)] = []
    while peek() != UInt8(ascii: "}") {
      if !fields.isEmpty { try expect(",") }
      let start = position
      let key = try string()
      guard fields.last.map({ $0.key < key }) ?? true else {
        throw Malformed(offset: start, expected: "a key after the one before it")
      }
      try expect(":")
      fields.append((key, try string()))
    }
    try expect("}")
    return fields
  }

  /// Reads an array.
  public mutating func array<Value: CanonicalValue>(
    of type: Value.Type = Value.self
  ) throws(Malformed) -> [Value] {
    try expect("[")
    var values: [Value] = []
    guard peek() != UInt8(ascii: "]") else {
      position += 1
      return values
    }
    values.append(try Value(from: &self))
    while peek() == UInt8(ascii: ",") {
      position += 1
      values.append(try Value(from: &self))
    }
    try expect("]")
    return values
  }

  /// Reads an integer without leading zeros, plus sign, fraction or exponent.
  public mutating func integer() throws(Malformed) -> Int {
    let start = position
    let isNegative = peek() == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let digits = position
    var value = 0
    while let byte = peek(), (0x30...0x39).contains(byte), position - digits < 17 {
      value = value * 10 + Int(byte - 0x30)
      position += 1
    }
    let count = position - digits
    let isCanonical =
      count > 0 && value <= CanonicalWriter.largestInteger
      && (bytes[digits] != 0x30 || (count == 1 && !isNegative))
    guard isCanonical else { throw Malformed(offset: start, expected: "an integer") }
    return isNegative ? -value : value
  }

  /// Reads `true` or `false`.
  public mutating func boolean() throws(Malformed) -> Bool {
    let isTrue = peek() == UInt8(ascii: "t")
    try expect(isTrue ? "true" : "false")
    return isTrue
  }

  /// Reads a string that is valid UTF-8 and escapes only what must be escaped.
  public mutating func string() throws(Malformed) -> String {
    let start = position
    try expect("\"")
    let plain = position
    position = unsafe bytes.withUnsafeBytes {
      unsafe endOfPlainText(in: $0, plain..<upperBound)
    }
    // Nearly every text is ASCII without escapes: it is taken as it stands there.
    if peek() == 0x22 {
      position += 1
      return text(plain..<position - 1)
    }
    var content = Array(bytes[plain..<position])
    while let byte = peek(), byte != 0x22 {
      guard byte >= 0x20 else {
        throw Malformed(offset: position, expected: "an escaped control character")
      }
      position += 1
      content.append(byte == 0x5C ? try escaped() : byte)
    }
    try expect("\"")
    guard let text = String(validating: content, as: UTF8.self) else {
      throw Malformed(offset: start, expected: "a string in UTF-8")
    }
    return text
  }

  /// Checks that every byte has been read.
  public func end() throws(Malformed) {
    guard position == upperBound else {
      throw Malformed(offset: position, expected: "the end")
    }
  }

  private mutating func escaped() throws(Malformed) -> UInt8 {
    guard let byte = peek() else { throw Malformed(offset: position, expected: "an escape") }
    position += 1
    switch byte {
    case 0x22, 0x5C: return byte
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "r"): return 0x0D
    default: break
    }
    let start = position - 1
    for value in UInt8(0)..<0x20 where ![0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(value) {
      let spelled = Array("u00".utf8) + [hexDigit(value >> 4), hexDigit(value & 15)]
      if bytes[start..<upperBound].starts(with: spelled) {
        position = start + spelled.count
        return value
      }
    }
    throw Malformed(offset: start, expected: "an escape of RFC 8785")
  }

  private func peek() -> UInt8? {
    position < upperBound ? bytes[position] : nil
  }

  private mutating func expect(_ text: StaticString) throws(Malformed) {
    guard skip(text) else { throw Malformed(offset: position, expected: "\(text)") }
  }

  private mutating func skip(_ text: StaticString) -> Bool {
    guard isNext(text, at: position) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  private mutating func skipKey(_ key: StaticString) -> Bool {
    let start = isFirstField ? position : position + 1
    let end = start + 1 + key.utf8CodeUnitCount
    guard end + 1 < upperBound, bytes[end] == 0x22, bytes[end + 1] == UInt8(ascii: ":"),
      bytes[start] == 0x22, isFirstField || bytes[position] == UInt8(ascii: ","),
      isNext(key, at: start + 1)
    else { return false }
    isFirstField = false
    position = end + 2
    return true
  }

  private func isNext(_ text: StaticString, at start: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard upperBound - start >= count else { return false }
    return unsafe bytes.withUnsafeBytes { all in
      guard let first = all.baseAddress else { return count == 0 }
      return unsafe isSame(first + start, text.utf8Start, count: count)
    }
  }

  /// The bytes of a range, which are ASCII, as text.
  private mutating func text(_ range: Range<Int>) -> String {
    unsafe bytes.withUnsafeBytes { all in
      let isKept = range.count < recent.count
      if isKept, let known = recent[range.count], let first = all.baseAddress,
        unsafe isSame(first + known.start, first + range.lowerBound, count: range.count)
      {
        return known.text
      }
      let text = unsafe String(
        decoding: UnsafeRawBufferPointer(rebasing: all[range]), as: UTF8.self)
      if isKept { recent[range.count] = Recent(start: range.lowerBound, text: text) }
      return text
    }
  }

  /// Reads a string of so many bytes that a closure makes something of, without a text in between.
  ///
  /// - Parameters:
  ///   - count: the number of bytes between the quotation marks.
  ///   - make: gets all bytes, and where those of the string begin.
  /// - Returns: `nil` where the string is another, and nothing has been read.
  mutating func string<Value>(
    ofCount count: Int, _ make: (_ bytes: [UInt8], _ start: Int) -> Value?
  ) -> Value? {
    let end = position + count + 1
    guard end < upperBound, bytes[position] == 0x22, bytes[end] == 0x22,
      let value = make(bytes, position + 1)
    else { return nil }
    position = end + 1
    return value
  }
}
