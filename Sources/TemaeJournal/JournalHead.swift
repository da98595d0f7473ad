public import TemaeCore

/// A journal's size and root at some time, kept where whoever rewrites the journal cannot reach it.
public struct JournalHead: Hashable, Sendable {
  /// The number of events that it covers.
  public var size: Int
  /// The root of the RFC 6962 tree over their leaves.
  public var root: Digest

  /// Reads the line that `temae journal head` prints; `nil` when it is something else.
  public init?(line: String) {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, (1...15).contains(words[0].utf8.count),
      words[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let size = Int(words[0]),
      let root = Digest(hex: String(words[1]))
    else { return nil }
    self.size = size
    self.root = root
  }

  /// A head of so many events with this root.
  init(size: Int, root: Digest) {
    self.size = size
    self.root = root
  }

  /// Size and root in one line, to be kept elsewhere.
  public var line: String { "\(size) \(root.hex)" }

  /// Why a tree of the head's size is not the head's; `nil` where it is, or has another size.
  func difference(from range: CompactRange) -> String? {
    guard size == range.size, root != range.root.digest else { return nil }
    return """
      the first \(size) events are not those of the head: they were rewritten, or the head is \
      another journal's
      """
  }

  /// Why so few events cannot hold the head.
  func shortage(in count: Int) -> String {
    "the head covers \(size) events, and the journal has \(count)"
  }
}
