import struct Crypto.SHA256
import TemaeCore

/// SHA-256, the only hash that temae uses.
enum SourceDigest {
  /// The digest of bytes.
  static func of(_ bytes: [UInt8]) -> Digest {
    // A SHA-256 hash has the 32 bytes that a digest wants.
    Digest(bytes: Array(SHA256.hash(data: bytes))) ?? .zero
  }
}
