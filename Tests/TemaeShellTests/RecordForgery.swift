/// Writes records as the supervisor does, for states that are hard to bring about.
enum RecordForgery {
  /// The file's bytes: version, lines, checksum, zeros.
  static func page(_ lines: [String], version: Int = 1) -> String {
    let text = (["temae-supervisor \(version)"] + lines).joined(separator: "\n") + "\n"
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    let record =
      "\(text)checksum \(String(repeating: "0", count: 16 - digits.utf8.count))\(digits)\n"
    return record + String(repeating: "\0", count: 4096 - record.utf8.count)
  }
}
