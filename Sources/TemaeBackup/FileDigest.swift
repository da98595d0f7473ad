import Crypto
import TemaeCore

/// The SHA-256 and the size of a file, taken piece by piece.
enum FileDigest {
  /// Digests a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - onBytes: Told how many more bytes were read; throws to stop.
  /// - Returns: Both, of the bytes as they were read.
  /// - Throws: ``BackupError`` where it cannot be read, and what `onBytes` throws.
  static func of(
    _ path: String, onBytes: (Int) throws(BackupError) -> Void
  ) throws(BackupError) -> (sha256: TemaeCore.Digest, bytes: Int) {
    var hash = SHA256()
    var bytes = 0
    try FileSystem.read(path) { (chunk: ArraySlice<UInt8>) throws(BackupError) in
      unsafe chunk.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
      bytes += chunk.count
      try onBytes(chunk.count)
    }
    return (digest(hash.finalize()), bytes)
  }

  /// The SHA-256 of bytes in memory.
  static func of(_ bytes: [UInt8]) -> TemaeCore.Digest { digest(SHA256.hash(data: bytes)) }

  private static func digest(_ hash: SHA256.Digest) -> TemaeCore.Digest {
    guard let digest = TemaeCore.Digest(bytes: Array(hash)) else {
      preconditionFailure("a SHA-256 has 32 bytes")
    }
    return digest
  }
}
