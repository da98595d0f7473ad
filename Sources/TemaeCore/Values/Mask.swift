/// Replaces secrets in bytes that arrive in pieces, before anything is stored or shown.
public struct Mask: Sendable {
  /// What stands in a secret's place.
  public static let replacement = Array("[masked]".utf8)
  /// A shorter value cannot be masked without masking ordinary words.
  public static let shortestSecret = 6

  private let secrets: [[UInt8]]
  private let longest: Int
  private var held: [UInt8] = []
  /// How many of the bytes that came are held back.
  public var heldCount: Int { held.count }

  /// Masks these values; those shorter than ``shortestSecret`` bytes are left out.
  public init(secrets: [String]) {
    self.secrets = Set(secrets.map { Array($0.utf8) })
      .filter { $0.count >= Self.shortestSecret }
      .sorted { $0.count > $1.count || ($0.count == $1.count && $0.lexicographicallyPrecedes($1)) }
    longest = self.secrets.first?.count ?? 0
  }

  /// Takes the next piece and gives what can be shown of it; the end is held back where a secret may
  /// have begun there, and only there.
  public mutating func take(_ piece: some Sequence<UInt8>) -> [UInt8] {
    held.append(contentsOf: piece)
    return release(upTo: firstBeginning)
  }

  /// Where the earliest secret may begin whose end has not come yet.
  private var firstBeginning: Int {
    let start = max(0, held.count - max(0, longest - 1))
    return held.indices[start...].first { index in
      secrets.contains { secret in
        secret.count > held.count - index && secret.starts(with: held[index...])
      }
    } ?? held.count
  }

  /// Gives what was held back.
  public mutating func finish() -> [UInt8] {
    release(upTo: held.count)
  }

  /// Masks a whole text.
  public func masked(_ text: String) -> String {
    var mask = Mask(self)
    return String(decoding: mask.take(text.utf8) + mask.finish(), as: UTF8.self)
  }

  private init(_ other: Mask) {
    secrets = other.secrets
    longest = other.longest
  }

  private mutating func release(upTo end: Int) -> [UInt8] {
    guard end > 0 else { return [] }
    guard longest > 0 else {
      defer { held = [] }
      return held
    }
    var shown: [UInt8] = []
    shown.reserveCapacity(end)
    var index = 0
    while index < end {
      if let secret = secret(at: index) {
        shown.append(contentsOf: Self.replacement)
        index += secret.count
      } else {
        shown.append(held[index])
        index += 1
      }
    }
    held.removeFirst(min(index, held.count))
    return shown
  }

  private func secret(at index: Int) -> [UInt8]? {
    secrets.first { secret in
      held.count - index >= secret.count && held[index] == secret[0]
        && held[index..<index + secret.count].elementsEqual(secret)
    }
  }
}
