import ArgumentParser

/// A length of time as people write it: `500ms`, `30s`, `10m`, `2h`, `1h30m`.
struct Span: ExpressibleByArgument, Hashable {
  var microseconds: Int

  init(microseconds: Int) {
    self.microseconds = microseconds
  }

  init?(argument: String) {
    guard let microseconds = Self.microseconds(argument), microseconds > 0 else { return nil }
    self.microseconds = microseconds
  }

  /// How `--help` shows a default.
  var defaultValueDescription: String { Self.words(microseconds) }

  static func seconds(_ text: String) -> Int? {
    microseconds(text).map { $0 / 1_000_000 }
  }

  static func words(_ microseconds: Int) -> String {
    let seconds = microseconds / 1_000_000
    if seconds < 120 { return "\(seconds) s" }
    return seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
  }

  /// Ten years: what is longer was mistyped.
  private static let longestMicroseconds = 3_660 * 86_400 * 1_000_000

  private static func microseconds(_ text: String) -> Int? {
    var rest = Substring(text)
    var total = 0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits), number < 1_000_000_000 else { return nil }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      switch unit {
      case "ms": total += number * 1000
      case "s", "": total += number * 1_000_000
      case "m", "min": total += number * 60_000_000
      case "h": total += number * 3_600_000_000
      default: return nil
      }
      guard total <= longestMicroseconds else { return nil }
    }
    return total
  }
}
