import TemaeCore

/// The bytes that events name by salted commitments.
enum Payloads {
  private static let saltBytes = 16

  /// Seals bytes with a random salt, so that short values cannot be guessed from their digest.
  static func seal(_ bytes: [UInt8], media: String) -> SealedPayload {
    var generator = SystemRandomNumberGenerator()
    let salt = (0..<saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let commitment = Commitment(
      digest: digest(salt: salt, bytes: bytes), length: bytes.count, media: media)
    return SealedPayload(commitment: commitment, salt: salt, bytes: bytes)
  }

  /// Stores a payload; one that is stored already stays as it is.
  static func insert(_ payload: SealedPayload, in connection: Connection) throws(JournalError) {
    guard matches(payload.commitment, salt: payload.salt, bytes: payload.bytes) else {
      throw .payloadDiffers(digest: payload.commitment.digest)
    }
    let statement = try connection.prepared(
      "INSERT INTO payload (id, salt, bytes) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING")
    defer { statement.reset() }
    try statement.bind(1, blob: payload.commitment.digest.bytes)
    try statement.bind(2, blob: payload.salt)
    try statement.bind(3, blob: payload.bytes)
    _ = try statement.step()
  }

  /// Whether a payload is stored.
  static func isStored(_ digest: Digest, in connection: Connection) throws(JournalError) -> Bool {
    let statement = try connection.prepared("SELECT 1 FROM payload WHERE id = ?")
    defer { statement.reset() }
    try statement.bind(1, blob: digest.bytes)
    return try statement.step()
  }

  /// The bytes of a payload, checked; `nil` when they are not stored.
  static func bytes(
    of commitment: Commitment, in connection: Connection
  ) throws(JournalError) -> [UInt8]? {
    let statement = try selected(commitment.digest, in: connection)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let bytes = statement.bytes(1)
    guard matches(commitment, salt: statement.bytes(0), bytes: bytes) else {
      throw .payloadDiffers(digest: commitment.digest)
    }
    return bytes
  }

  /// A payload as it is stored, unchecked; `nil` when it is not.
  static func exported(
    _ digest: Digest, in connection: Connection
  ) throws(JournalError) -> ExportedPayload? {
    let statement = try selected(digest, in: connection)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    return ExportedPayload(id: digest, salt: statement.bytes(0), bytes: statement.bytes(1))
  }

  /// What is wrong with the payload of a commitment; `nil` when it is there and matches.
  static func problem(
    of commitment: Commitment, in connection: Connection
  ) throws(JournalError) -> String? {
    let statement = try selected(commitment.digest, in: connection)
    defer { statement.reset() }
    guard try statement.step() else { return "its payload \(commitment.digest.short) is missing" }
    let found = unsafe statement.withBytes(0) { salt in
      unsafe statement.withBytes(1) { bytes in
        unsafe (length: bytes.count, digest: LeafHash(salt: salt, payload: bytes).digest)
      }
    }
    let isMatch = found.length == commitment.length && found.digest == commitment.digest
    return isMatch ? nil : difference(from: commitment)
  }

  /// That a payload is not the one of its commitment, in words.
  static func difference(from commitment: Commitment) -> String {
    "its payload \(commitment.digest.short) does not match its commitment"
  }

  private static func selected(
    _ digest: Digest, in connection: Connection
  ) throws(JournalError) -> Statement {
    let statement = try connection.prepared("SELECT salt, bytes FROM payload WHERE id = ?")
    try statement.bind(1, blob: digest.bytes)
    return statement
  }

  private static func matches(_ commitment: Commitment, salt: [UInt8], bytes: [UInt8]) -> Bool {
    commitment.length == bytes.count && commitment.digest == digest(salt: salt, bytes: bytes)
  }

  /// The digest that a commitment to these bytes has.
  static func digest(salt: [UInt8], bytes: [UInt8]) -> Digest {
    unsafe salt.withUnsafeBytes { salt in
      unsafe bytes.withUnsafeBytes { unsafe LeafHash(salt: salt, payload: $0) }
    }.digest
  }
}
