import TemaeCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An export on the disk, read line by line; memory is bounded by the longest line.
struct ExportFile: ~Copyable {
  /// Where it lies.
  let path: String
  /// The number of the last line that was read, from 1.
  private(set) var line = 0
  private let descriptor: CInt
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// More than the largest payload that temae records, in hexadecimal.
  static let largestLineBytes = 256 << 20
  private static let chunkBytes = 1 << 18

  init(path: String) throws(JournalError) {
    self.path = path
    descriptor = SystemCall.open(path, O_RDONLY)
    guard descriptor >= 0 else { throw .system("open", path, SystemCall.errorNumber) }
  }

  deinit { close(descriptor) }

  /// Whether the file is a SQLite database, as exports are too.
  static func isDatabase(_ path: String) -> Bool {
    SystemCall.contents(path, limitBytes: 16).map { $0 == Array("SQLite format 3\0".utf8) } ?? false
  }

  /// The next line; `nil` at the end.
  ///
  /// The last line ends too: one that does not was cut off.
  mutating func next() throws(JournalError) -> ExportLine? {
    guard let bytes = try nextBytes() else { return nil }
    line += 1
    do throws(CanonicalReader.Malformed) {
      if let found = try ExportLine(bytes) { return found }
    } catch {
      throw damage("line \(line) is no event, payload or leaf: \(error)")
    }
    throw damage("line \(line) is a payload without its bytes or its salt in hexadecimal")
  }

  /// What is wrong with the export, with its path.
  func damage(_ problem: String, at sequence: Int = 0) -> JournalError {
    .damaged(path: path, sequence: sequence, problem: problem)
  }

  private mutating func nextBytes() throws(JournalError) -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return Array(buffer[start..<end])
      }
      guard !isAtEnd else {
        guard start == buffer.count else { throw damage("its last line is cut off") }
        return nil
      }
      guard buffer.count - start <= Self.largestLineBytes else {
        throw damage("line \(line + 1) is longer than \(Self.largestLineBytes) bytes")
      }
      searched = buffer.count - start
      try readMore()
    }
  }

  private mutating func readMore() throws(JournalError) {
    buffer.removeSubrange(..<start)
    start = 0
    let begin = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: Self.chunkBytes))
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress?.advanced(by: begin), Self.chunkBytes)
    }
    buffer.removeSubrange((begin + max(0, count))...)
    guard count >= 0 || SystemCall.errorNumber == EINTR else {
      throw .system("read", path, SystemCall.errorNumber)
    }
    isAtEnd = count == 0
  }
}
