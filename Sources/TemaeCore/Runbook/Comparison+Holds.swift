extension Comparison {
  /// Why a result cannot be compared at all.
  public struct Incomparable: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, in one sentence.
    public var description: String

    /// Makes the error from its reason.
    public init(_ reason: String) {
      description = reason
    }
  }

  /// Whether a result is what the document asks for.
  ///
  /// Numbers compare by value: `1` equals `1.0`.
  ///
  /// - Parameters:
  ///   - found: The result as text.
  ///   - operand: The literal, or the captured value that the operand names.
  /// - Returns: Whether the comparison holds.
  /// - Throws: ``Incomparable`` when a number is missing or the pattern is not a regular expression.
  public func holds(for found: String, operand: String) throws(Incomparable) -> Bool {
    switch kind {
    case .equals, .unchanged:
      if let left = Decimal(found), let right = Decimal(operand) { return left == right }
      return Array(found.utf8) == Array(operand.utf8)
    case .atLeast: return try number(found) >= number(operand)
    case .atMost: return try number(found) <= number(operand)
    // What is found of a schema is how it differs.
    case .empty, .schema: return found.isEmpty
    case .matches:
      do {
        return try found.firstMatch(of: Regex(operand)) != nil
      } catch {
        throw Incomparable("/\(operand)/ is not a regular expression")
      }
    }
  }

  /// What the document asks for, in words: `equals 3`, `at-least @rows`, `empty`.
  public var words: String {
    switch kind {
    case .empty, .unchanged: kind.rawValue
    case .matches: "matches /\(operand)/"
    case .equals, .atLeast, .atMost, .schema: "\(kind.rawValue) \(isCaptured ? "@" : "")\(operand)"
    }
  }

  private func number(_ text: String) throws(Incomparable) -> Decimal {
    guard let number = Decimal(text) else {
      throw Incomparable("\"\(text.prefix(40))\" is not a number")
    }
    return number
  }
}

/// A decimal number of any length, compared by value.
struct Decimal: Comparable {
  private let isNegative: Bool
  private let whole: [UInt8]
  private let fraction: [UInt8]

  init?(_ text: String) {
    var digits = Array(text.utf8)[...]
    let sign = digits.first
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits = digits.dropFirst() }
    let parts = digits.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, !first.isEmpty,
      parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    whole = Array(first.drop { $0 == 0x30 })
    var tail = parts.count > 1 ? Array(parts[1]) : []
    while tail.last == 0x30 { tail.removeLast() }
    fraction = tail
    isNegative = sign == UInt8(ascii: "-") && !(whole.isEmpty && fraction.isEmpty)
  }

  static func < (left: Decimal, right: Decimal) -> Bool {
    guard left.isNegative == right.isNegative else { return left.isNegative }
    return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
  }

  private func isSmaller(than other: Decimal) -> Bool {
    guard whole.count == other.whole.count else { return whole.count < other.whole.count }
    guard whole == other.whole else { return whole.lexicographicallyPrecedes(other.whole) }
    return fraction.lexicographicallyPrecedes(other.fraction)
  }
}
