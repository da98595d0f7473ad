import TemaeCore

/// A payload with its salt, as an export holds it: text as text, other bytes in hexadecimal.
struct ExportedPayload {
  /// SHA-256(salt ‖ bytes).
  var id: Digest
  var salt: [UInt8]
  var bytes: [UInt8]

  init(id: Digest, salt: [UInt8], bytes: [UInt8]) {
    self.id = id
    self.salt = salt
    self.bytes = bytes
  }

  /// What a line says; `nil` where it has no bytes, or what should be hexadecimal is not.
  init?(_ line: ExportedPayloadLine) {
    let bytes = line.text.map { Array($0.utf8) } ?? line.bytes.flatMap(Self.bytes)
    guard let bytes, line.text == nil || line.bytes == nil, let salt = Self.bytes(line.salt) else {
      return nil
    }
    self.init(id: line.id, salt: salt, bytes: bytes)
  }

  /// The line that says the same.
  var line: ExportedPayloadLine {
    let text = String(validating: bytes, as: UTF8.self)
    return ExportedPayloadLine(
      bytes: text == nil ? Self.hexadecimal(bytes) : nil, id: id, salt: Self.hexadecimal(salt),
      text: text)
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func bytes(_ hexadecimal: String) -> [UInt8]? {
    let digits = Array(hexadecimal.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}

/// The fields of a payload's line.
struct ExportedPayloadLine: CanonicalObject {
  var bytes: String?
  var id: Digest
  var salt: String
  var text: String?

  init(bytes: String?, id: Digest, salt: String, text: String?) {
    self.bytes = bytes
    self.id = id
    self.salt = salt
    self.text = text
  }

  func writeFields(to writer: inout CanonicalWriter) {
    writer.optional("bytes", bytes)
    writer.field("id", id)
    writer.field("salt", salt)
    writer.optional("text", text)
  }

  init(fields reader: inout CanonicalReader) throws(CanonicalReader.Malformed) {
    bytes = try reader.optional("bytes")
    id = try reader.field("id")
    salt = try reader.field("salt")
    text = try reader.optional("text")
  }
}
