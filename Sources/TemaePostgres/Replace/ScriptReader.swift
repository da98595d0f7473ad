import Glibc
import TemaeCore

/// Divides the script that pg_restore writes into its statements and the rows of its COPYs.
///
/// It holds one statement or one piece of rows at a time, however large the script is. A statement
/// ends with a line that ends with a semicolon and leaves nothing open.
struct ScriptReader {
  /// A part of a script, in its order.
  enum Part: Hashable {
    /// One statement, without its semicolon.
    case statement(SQLStatement)
    /// A COPY, whose rows follow: see ``ScriptReader/rows()``.
    case copy(String)
  }

  private static let endOfRows = Array("\\.\n".utf8)
  private static let marker = "SELECT"
  private static let newline = UInt8(ascii: "\n")

  private let source: () -> [UInt8]
  private var buffer: [UInt8] = []
  private var position = 0
  private var waiting: [SQLStatement] = []
  private var isAtLineStart = true

  /// Takes a script.
  ///
  /// - Parameter source: The next bytes; none at the end.
  init(_ source: @escaping () -> [UInt8]) {
    self.source = source
  }

  /// The next part; `nil` at the end of the script.
  mutating func next() throws(PostgresError) -> Part? {
    if waiting.isEmpty { waiting = try statements() }
    guard !waiting.isEmpty else { return nil }
    let statement = waiting.removeFirst()
    let isCopy = statement.begins(with: "COPY") && statement.text.hasSuffix(" FROM stdin")
    guard isCopy else { return .statement(statement) }
    guard waiting.isEmpty else { throw Self.malformed("rows do not follow their COPY") }
    isAtLineStart = true
    return .copy(statement.text)
  }

  /// The next rows of the COPY, as the server takes them; `nil` after the last ones.
  mutating func rows() throws(PostgresError) -> [UInt8]? {
    while true {
      if isAtLineStart, buffer[position...].starts(with: Self.endOfRows) {
        position += Self.endOfRows.count
        return nil
      }
      if let end = endOfRows() { return taken(through: end) }
      // What may be the beginning of the end stays.
      let safe = buffer.count - Self.endOfRows.count - 1
      if safe > position { return taken(through: safe) }
      guard fill() else { throw Self.malformed("it ends in the middle of rows") }
    }
  }

  // MARK: Statements

  /// All statements up to the end of the next line that leaves none open; none at the end.
  private mutating func statements() throws(PostgresError) -> [SQLStatement] {
    var open: [UInt8] = []
    while let line = line() {
      if Self.isCommand(line), try Self.complete(open)?.isEmpty == true { continue }
      open += line
      let last = line.last { $0 != Self.newline }
      guard last == UInt8(ascii: ";"), let found = try Self.complete(open), !found.isEmpty else {
        continue
      }
      return found
    }
    guard let rest = try Self.complete(open), rest.isEmpty else {
      throw Self.malformed("it ends in the middle of a statement")
    }
    return []
  }

  /// psql's guard around the script, which later versions of pg_restore write.
  private static func isCommand(_ line: [UInt8]) -> Bool {
    ["\\restrict ", "\\unrestrict "].contains { line.starts(with: $0.utf8) }
  }

  /// The statements of a text; `nil` where something in it is still open.
  private static func complete(_ text: [UInt8]) throws(PostgresError) -> [SQLStatement]? {
    guard let text = String(validating: text, as: UTF8.self) else {
      throw Self.malformed("a name or a definition in it is not UTF-8")
    }
    // A word that follows belongs to what is still open, as the body of a function may be.
    guard let found = try? SQLText.statements(of: "\(text)\n\(marker)"),
      found.last?.words == [marker]
    else { return nil }
    return found.dropLast()
  }

  private mutating func line() -> [UInt8]? {
    while true {
      if let end = buffer[position...].firstIndex(of: Self.newline) { return taken(through: end) }
      guard !fill() else { continue }
      guard position < buffer.count else { return nil }
      return taken(through: buffer.count - 1)
    }
  }

  private static func malformed(_ reason: String) -> PostgresError {
    .notReplaced(reason: "pg_restore's script cannot be read: \(reason)")
  }

  // MARK: Bytes

  private mutating func taken(through end: Int) -> [UInt8] {
    let bytes = Array(buffer[position...end])
    position = end + 1
    isAtLineStart = bytes.last == Self.newline
    return bytes
  }

  /// Where the line before the end of the rows ends, as far as it is there.
  private func endOfRows() -> Int? {
    var start = position
    return unsafe buffer.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      while let found = unsafe memchr(base + start, Int32(Self.newline), bytes.count - start) {
        let end = unsafe UnsafeRawPointer(found) - base
        if unsafe bytes[(end + 1)...].starts(with: Self.endOfRows) { return end }
        start = end + 1
      }
      return nil
    }
  }

  /// Reads on; whether there was anything.
  private mutating func fill() -> Bool {
    let more = source()
    guard !more.isEmpty else { return false }
    buffer.removeFirst(position)
    position = 0
    buffer += more
    return true
  }
}
