/// Numbers of bytes and of things in the words of people.
public enum SizeText {
  /// `812 bytes`, `40 KiB`, `1.2 GiB`.
  public static func words(_ bytes: Int) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB"]
    guard bytes >= 1024 else { return "\(bytes) bytes" }
    var unit = 0
    var tenths = bytes * 10 / 1024
    while tenths >= 10240, unit + 1 < units.count {
      tenths /= 1024
      unit += 1
    }
    return tenths < 100
      ? "\(tenths / 10).\(tenths % 10) \(units[unit])" : "\(tenths / 10) \(units[unit])"
  }

  /// `1 table`, `12,000 rows`.
  public static func counted(_ count: Int, _ word: String) -> String {
    let digits = String(count)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return "\(text) \(word)\(count == 1 ? "" : "s")"
  }
}
