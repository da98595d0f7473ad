import TemaeReport

/// The last lines that an attempt printed: shown while it runs, folded away when it ends well.
struct OutputTail: Hashable {
  /// How many lines are kept; the journal keeps the rest.
  static let limit = 40
  /// How many bytes of one line are kept.
  static let lineLimitBytes = 2000

  /// The finished lines, safe to print.
  private(set) var lines: [String] = []
  /// How many lines came before them.
  private(set) var leftOut = 0
  /// The line that has not ended yet, of each stream in the order of its first piece.
  private var open: [OpenLine] = []

  private struct OpenLine: Hashable {
    var stream: Int
    var bytes: [UInt8]
  }

  /// Takes in a piece of a stream; pieces end anywhere, also inside a character.
  mutating func add(_ bytes: [UInt8], stream: Int) {
    let index = open.firstIndex { $0.stream == stream } ?? open.endIndex
    if index == open.endIndex { open.append(OpenLine(stream: stream, bytes: [])) }
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        finish(index)
      } else if open[index].bytes.count < Self.lineLimitBytes {
        open[index].bytes.append(byte)
      }
    }
  }

  /// The last lines, those that have not ended included.
  func last(_ count: Int) -> [String] {
    let unfinished = open.filter { !$0.bytes.isEmpty }.map { Self.safe($0.bytes) }
    return (lines + unfinished).suffix(count)
  }

  private mutating func finish(_ index: Int) {
    lines.append(Self.safe(open[index].bytes))
    open[index].bytes = []
    guard lines.count > Self.limit else { return }
    lines.removeFirst()
    leftOut += 1
  }

  /// A progress bar overwrites its line with carriage returns: the last state is what counts.
  private static func safe(_ bytes: [UInt8]) -> String {
    let states = bytes.split(separator: UInt8(ascii: "\r"))
    return SafeText.neutralized(bytes: states.last ?? [], keepsLines: false)
  }
}
