import TemaeReport

/// Makes keys of the bytes that a terminal sends.
struct KeyReader {
  private var bytes: [UInt8] = []

  /// Takes in what was read.
  mutating func add(_ more: some Sequence<UInt8>) { bytes += more }

  /// Whether an escape sequence has begun that more bytes may end.
  var isUndecided: Bool { bytes.first == 0x1B && key(isAll: false) == nil }

  /// The next key that is there as a whole; what means nothing here is passed over.
  ///
  /// - Parameter isAll: whether nothing more is coming: then the beginning of a sequence is Escape.
  /// - Returns: `nil` where there is none.
  mutating func next(isAll: Bool) -> ReplayKey? {
    while !bytes.isEmpty {
      guard let (key, count) = key(isAll: isAll) else { return nil }
      bytes.removeFirst(count)
      if let key { return key }
    }
    return nil
  }

  /// The key at the beginning, and how many bytes it takes; `nil` while its end has not come.
  private func key(isAll: Bool) -> (ReplayKey?, Int)? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1B: return sequence(isAll: isAll)
    case 0x09: return (.tab, 1)
    case 0x0A, 0x0D: return (.enter, 1)
    case 0x08, 0x7F: return (.backspace, 1)
    case 0x80...: return character(isAll: isAll)
    case _: return (.character(Character(Unicode.Scalar(first))), 1)
    }
  }

  private func sequence(isAll: Bool) -> (ReplayKey?, Int)? {
    guard bytes.count > 1 else { return isAll ? (.escape, 1) : nil }
    guard bytes[1] == UInt8(ascii: "[") || bytes[1] == UInt8(ascii: "O") else {
      return (.escape, 1)
    }
    // ESC [ parameters, which begin below `@`, and a final byte.
    guard let end = bytes.dropFirst(2).firstIndex(where: { $0 >= 0x40 }) else {
      return isAll ? (nil, bytes.count) : nil
    }
    let parameters = String(decoding: bytes[2..<end], as: UTF8.self)
    return (Self.key(bytes[end], parameters), end + 1)
  }

  private static func key(_ final: UInt8, _ parameters: String) -> ReplayKey? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "Z"): .backTab
    case UInt8(ascii: "~"):
      switch parameters.prefix(while: \.isNumber) {
      case "1", "7": .home
      case "4", "8": .end
      case "5": .pageUp
      case "6": .pageDown
      case _: nil
      }
    case _: nil
    }
  }

  /// A character of several bytes.
  private func character(isAll: Bool) -> (ReplayKey?, Int)? {
    let count = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2
    guard bytes.count >= count else { return isAll ? (nil, bytes.count) : nil }
    let text = String(validating: bytes.prefix(count), as: UTF8.self)
    return text?.first.map { (.character($0), count) } ?? (nil, 1)
  }
}
