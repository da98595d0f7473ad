/// Whether a text leads to a database server by itself, past the variables that it is given.
///
/// It knows the forms of libpq. What a text gets from a file, or puts together, it does not see.
public enum ServerAddress {
  private static let schemes = ["postgres://", "postgresql://"]
  private static let words = ["host=", "hostaddr=", "service="]

  /// Whether a connection string, an URI, or a variable that leads to a server is in the text.
  public static func isNamed(in text: String) -> Bool {
    let bytes = Array(text.lowercased().utf8)
    return schemes.contains { !places(of: $0, in: bytes).isEmpty }
      || words.contains { word in
        places(of: word, in: bytes).contains { !isGiven(bytes[($0 + word.utf8.count)...]) }
      }
  }

  /// `host="$PGHOST"` leads to where the variables lead.
  private static func isGiven(_ value: ArraySlice<UInt8>) -> Bool {
    let value = value.drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    return value.starts(with: Array("$pg".utf8)) || value.starts(with: Array("${pg".utf8))
  }

  private static func places(of word: String, in bytes: [UInt8]) -> [Int] {
    let word = Array(word.utf8)
    guard bytes.count >= word.count else { return [] }
    return (0...(bytes.count - word.count)).filter { bytes[$0...].starts(with: word) }
  }
}
