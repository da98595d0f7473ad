import TemaeCore

extension Journal.Place {
  /// The directory of one attempt, relative to ``directory``: what `attempt.intended` names.
  ///
  /// Two activities never share a directory: whatever a file name may not hold is spelled out, and
  /// a long name ends in its hash. Nor do two drivers: one that died between making a directory and
  /// recording the intent leaves it behind, and the next one, whose attempt has the same number,
  /// must find its own place empty.
  public func attemptDirectory(run: String, activity: String, attempt: Int, epoch: Int) -> String {
    "\(stem).attempts/\(Self.fileName(run))/\(Self.fileName(activity))-\(attempt).\(epoch)"
  }

  /// The lock file of a run.
  func runLockPath(_ run: String) -> String {
    "\(directory)/run-\(Self.fileName(run)).lock"
  }

  // `6/push` becomes `6+push`. A file name has at most 255 bytes.
  static func fileName(_ text: String, limitBytes: Int = 120) -> String {
    var name = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "/"): name += "+"
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: ".") where !name.isEmpty: name += "."
      default: name += "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    guard name.utf8.count > limitBytes else { return name }
    let hash = unsafe Array(text.utf8).withUnsafeBytes { unsafe LeafHash(body: $0) }
    return "\(name.prefix(limitBytes - 17))~\(hash.digest.hex.prefix(16))"
  }
}
