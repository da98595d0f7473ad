/// A SHA-256 digest: 32 bytes.
///
/// The core compares digests and never computes one.
public struct Digest: Hashable, Sendable {
  /// The 32 bytes as four numbers, the first byte of each its highest.
  package private(set) var words: (UInt64, UInt64, UInt64, UInt64)

  /// Thirty-two zero bytes: the link of a journal's first event.
  public static let zero = Digest()

  private init() {
    words = (0, 0, 0, 0)
  }

  /// Takes four words, the first eight bytes in the first, each with its first byte on top.
  package init(words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = words
  }

  /// Takes 32 bytes; another number of bytes is `nil`.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.init()
    for (index, byte) in bytes.enumerated() {
      self[word: index / 8] = self[word: index / 8] << 8 | UInt64(byte)
    }
  }

  /// Reads 64 lower-case hexadecimal digits; anything else is `nil`.
  public init?(hex: some StringProtocol) {
    let digits = Array(hex.utf8)
    guard digits.count == 64 else { return nil }
    self.init(hex: digits, at: 0)
  }

  /// Reads the 64 digits that begin at a place.
  init?(hex digits: [UInt8], at start: Int) {
    guard let first = Self.word(digits, start), let second = Self.word(digits, start + 16),
      let third = Self.word(digits, start + 32), let fourth = Self.word(digits, start + 48)
    else { return nil }
    self.init(words: (first, second, third, fourth))
  }

  /// Sixteen digits as a number, without a branch for each of them: half of those would be foreseen
  /// wrongly.
  private static func word(_ digits: [UInt8], _ start: Int) -> UInt64? {
    guard let high = half(digits, start), let low = half(digits, start + 8) else { return nil }
    return high << 32 | low
  }

  /// Eight digits as a number; all eight are worked on at once, each in its byte.
  private static func half(_ digits: [UInt8], _ start: Int) -> UInt64? {
    precondition(start >= 0 && start + 8 <= digits.count)
    let text = unsafe digits.withUnsafeBytes {
      unsafe UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Letters have this bit, digits have not.
    let letters = text >> 6 & ones
    var nibbles = (text & (ones &* 0x0F)) &+ letters &* 9
    let isRight =
      nibbles & (ones &* 0xF0) == 0 && ((nibbles &+ ones &* 6) >> 4) & ones == letters
      && nibbles &+ ones &* 0x30 &+ letters &* 0x27 == text
    guard isRight else { return nil }
    nibbles = (nibbles | nibbles >> 4) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles | nibbles >> 8) & 0x0000_FFFF_0000_FFFF
    return (nibbles | nibbles >> 16) & 0xFFFF_FFFF
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: self[word: $0 / 8] >> (56 - UInt64($0 % 8) * 8)) }
  }

  /// Sixty-four lower-case hexadecimal digits.
  public var hex: String {
    String(decoding: hexDigits, as: UTF8.self)
  }

  /// The digits of ``hex`` as ASCII bytes.
  public var hexDigits: [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(64)
    for index in 0..<4 {
      let word = self[word: index]
      var shift: UInt64 = 64
      while shift > 0 {
        shift -= 4
        digits.append(hexDigit(UInt8((word >> shift) & 15)))
      }
    }
    return digits
  }

  /// The first twelve digits of ``hex``, for people.
  public var short: String {
    String(decoding: hexDigits.prefix(12), as: UTF8.self)
  }

  /// Compares the 32 bytes.
  public static func == (left: Digest, right: Digest) -> Bool {
    left.words == right.words
  }

  /// Feeds the 32 bytes to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }

  private subscript(word index: Int) -> UInt64 {
    get {
      switch index {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      default: words.3
      }
    }
    set {
      switch index {
      case 0: words.0 = newValue
      case 1: words.1 = newValue
      case 2: words.2 = newValue
      default: words.3 = newValue
      }
    }
  }
}

extension Digest: CustomStringConvertible {
  /// The same as ``hex``.
  public var description: String { hex }
}

extension Digest: Codable {
  /// Reads the digest from its hexadecimal text.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let digest = Digest(hex: text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a SHA-256 digest: \(text)"))
    }
    self = digest
  }

  /// Writes the digest as hexadecimal text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

func hexDigit(_ nibble: UInt8) -> UInt8 {
  nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10
}
