/// Writes the journal's JSON: a strict subset of RFC 8785.
///
/// Keys are ASCII and come in ascending order, there are no floats and no spaces, integers lie within
/// ±(2^53−1). A key out of order or an integer out of range is a defect of our own and traps.
public struct CanonicalWriter {
  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []
  // The last key of each object that is open; keys are ASCII, so texts compare as their bytes do.
  private var lastKeys: [String] = []

  /// The largest magnitude of an integer that JSON readers agree on: 2^53−1.
  public static let largestInteger = 9_007_199_254_740_991

  /// Starts with nothing written.
  public init() {
    bytes.reserveCapacity(512)
  }

  /// Writes an object whose fields the closure writes.
  public mutating func object(_ fields: (inout CanonicalWriter) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    lastKeys.append("")
    fields(&self)
    lastKeys.removeLast()
    bytes.append(UInt8(ascii: "}"))
  }

  /// Writes one field of the object that is open.
  public mutating func field(_ key: String, _ value: some CanonicalValue) {
    field(key) { value.write(to: &$0) }
  }

  /// Writes one field of the object that is open; the closure writes its value.
  public mutating func field(_ key: String, value: (inout CanonicalWriter) -> Void) {
    guard let last = lastKeys.last else { preconditionFailure("field \(key) outside an object") }
    precondition(last < key, "field \(key) out of order")
    if !last.isEmpty { bytes.append(UInt8(ascii: ",")) }
    lastKeys[lastKeys.count - 1] = key
    string(key)
    bytes.append(UInt8(ascii: ":"))
    value(&self)
  }

  /// Writes bytes that are already canonical.
  mutating func verbatim(_ canonical: [UInt8]) {
    bytes.append(contentsOf: canonical)
  }

  /// Writes one field of the object that is open, or nothing when there is no value.
  public mutating func optional(_ key: String, _ value: (some CanonicalValue)?) {
    if let value { field(key, value) }
  }

  /// Writes an array.
  public mutating func array<Value: CanonicalValue>(_ values: [Value]) {
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      value.write(to: &self)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes an integer within ±(2^53−1).
  public mutating func integer(_ value: Int) {
    precondition(
      abs(value) <= Self.largestInteger, "integer \(value) cannot be read back by every JSON reader"
    )
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Writes `true` or `false`.
  public mutating func boolean(_ value: Bool) {
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes a string with the escapes of RFC 8785 and no others.
  public mutating func string(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    let isWritten = unsafe value.utf8.withContiguousStorageIfAvailable { content in
      let end = unsafe endOfPlainText(in: UnsafeRawBufferPointer(content), 0..<content.count)
      if end == content.count { unsafe bytes.append(contentsOf: content) }
      return end == content.count
    }
    if isWritten != true { escape(Array(value.utf8)) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes the 64 digits of a digest as a string.
  mutating func digest(_ value: Digest) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: value.hexDigits)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ content: [UInt8]) {
    for byte in content {
      switch byte {
      case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
      case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
      case 0x08: bytes.append(contentsOf: [0x5C, UInt8(ascii: "b")])
      case 0x09: bytes.append(contentsOf: [0x5C, UInt8(ascii: "t")])
      case 0x0A: bytes.append(contentsOf: [0x5C, UInt8(ascii: "n")])
      case 0x0C: bytes.append(contentsOf: [0x5C, UInt8(ascii: "f")])
      case 0x0D: bytes.append(contentsOf: [0x5C, UInt8(ascii: "r")])
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(hexDigit(byte >> 4))
        bytes.append(hexDigit(byte & 15))
      default: bytes.append(byte)
      }
    }
  }
}
