import Crypto
import TemaeCore

/// A leaf or node of the RFC 6962 tree as bytes that compare at once.
struct LeafHash: Hashable {
  private var bytes: SIMD32<UInt8>

  /// The link of a journal's first event.
  static let zero = LeafHash(bytes: .zero)

  private init(bytes: SIMD32<UInt8>) {
    self.bytes = bytes
  }

  /// Compares all bytes at once, and not one after the other.
  static func == (left: LeafHash, right: LeafHash) -> Bool {
    all(left.bytes .== right.bytes)
  }

  /// Takes 32 bytes; another number is `nil`.
  init?(_ raw: UnsafeRawBufferPointer) {
    guard raw.count == 32 else { return nil }
    bytes = unsafe raw.loadUnaligned(as: SIMD32<UInt8>.self)
  }

  /// The same as a digest of the core.
  init(_ digest: TemaeCore.Digest) {
    let words = digest.words
    let ordered = SIMD4(
      words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    bytes = unsafe unsafeBitCast(ordered, to: SIMD32<UInt8>.self)
  }

  /// The hash of an event's body: SHA-256(0x00 ‖ body).
  init(body: UnsafeRawBufferPointer) {
    var hash = SHA256()
    unsafe withUnsafeBytes(of: Self.bodyPrefix) { unsafe hash.update(bufferPointer: $0) }
    unsafe hash.update(bufferPointer: body)
    self.init(hash)
  }

  /// What stands before an event's body where it is hashed.
  static let bodyPrefix: UInt8 = 0x00

  /// The hash of what stands behind its prefix already, which is hashed at once.
  init(prefixed content: UnsafeRawBufferPointer) {
    var hash = SHA256()
    unsafe hash.update(bufferPointer: content)
    self.init(hash)
  }

  /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
  init(left: LeafHash, right: LeafHash) {
    var content = (prefix: SIMD32<UInt8>.zero, left.bytes, right.bytes)
    // The byte before the children.
    content.prefix[31] = 0x01
    self = unsafe withUnsafeBytes(of: &content) {
      unsafe LeafHash(prefixed: UnsafeRawBufferPointer(rebasing: $0[31...]))
    }
  }

  /// The hash of nothing: the root of an empty tree.
  static var ofNothing: LeafHash { LeafHash(SHA256()) }

  /// The hash of a payload: SHA-256(salt ‖ bytes).
  init(salt: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
    var hash = SHA256()
    unsafe hash.update(bufferPointer: salt)
    unsafe hash.update(bufferPointer: payload)
    self.init(hash)
  }

  private init(_ hash: SHA256) {
    bytes = unsafe hash.finalize().withUnsafeBytes {
      unsafe $0.loadUnaligned(as: SIMD32<UInt8>.self)
    }
  }

  /// The same as the core's digest.
  var digest: TemaeCore.Digest {
    let words = unsafe unsafeBitCast(bytes, to: SIMD4<UInt64>.self)
    return TemaeCore.Digest(
      words: (words[0].bigEndian, words[1].bigEndian, words[2].bigEndian, words[3].bigEndian))
  }

  /// The 32 bytes.
  var array: [UInt8] { (0..<32).map { bytes[$0] } }

  /// The 64 lower-case hexadecimal digits.
  var hexDigits: SIMD64<UInt8> {
    var digits = SIMD64<UInt8>()
    digits.evenHalf = Self.digits(bytes &>> 4)
    digits.oddHalf = Self.digits(bytes & 15)
    return digits
  }

  private static func digits(_ nibbles: SIMD32<UInt8>) -> SIMD32<UInt8> {
    let letters = nibbles &+ (0x61 - 10)
    return letters.replacing(with: nibbles &+ 0x30, where: nibbles .< 10)
  }
}
