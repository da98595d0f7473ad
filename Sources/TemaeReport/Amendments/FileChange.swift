public import TemaeCore

/// A document or a file of it that is not what a run has, as `diff -u` shows it.
public struct FileChange: Hashable, Sendable {
  /// What is known of a file at one time.
  public struct Version: Hashable, Sendable {
    /// SHA-256 of its bytes.
    public var digest: Digest
    /// Its bytes; `nil` where only the digest is kept, as of scripts.
    public var bytes: [UInt8]?

    /// Makes it from its parts.
    public init(digest: Digest, bytes: [UInt8]?) {
      self.digest = digest
      self.bytes = bytes
    }
  }

  /// The path as the document has it.
  public var path: String
  /// What the run has; `nil` for a file that it does not know.
  public var old: Version?
  /// What is there now; `nil` for a file that is gone or not used any more.
  public var new: Version?

  /// Makes it from its parts.
  public init(path: String, old: Version?, new: Version?) {
    self.path = path
    self.old = old
    self.new = new
  }

  /// The unified difference with three lines around each change; without bytes the digests alone.
  public var difference: String {
    let head = "--- \(Self.name(path, old))\n+++ \(Self.name(path, new))\n"
    guard let before = Self.bytes(old), let after = Self.bytes(new) else { return head }
    return head + Self.hunks(before, after)
  }

  /// Nothing is known of a file that is not there, and it has no bytes.
  private static func bytes(_ version: Version?) -> [UInt8]? {
    version.map { $0.bytes } ?? []
  }

  private static func name(_ path: String, _ version: Version?) -> String {
    version.map { "\(path)\tsha256 \($0.digest.hex)" } ?? "/dev/null"
  }
}

extension FileChange {
  /// How many unchanged lines stand around a change.
  private static let context = 3

  /// One line of the difference, with the place where it stands in each text, from 0.
  private struct Line {
    var sign: Character
    var bytes: [UInt8]
    var old: Int
    var new: Int
  }

  private static func hunks(_ before: [UInt8], _ after: [UInt8]) -> String {
    let lines = lines(before, after)
    let changed = lines.indices.filter { lines[$0].sign != " " }
    var text = ""
    var rest = changed[...]
    while let first = rest.first {
      var last = first
      while let next = rest.first, next - last <= 2 * context + 1 {
        last = next
        rest = rest.dropFirst()
      }
      text += hunk(lines[max(0, first - context)...min(lines.count - 1, last + context)])
    }
    return text
  }

  private static func hunk(_ lines: ArraySlice<Line>) -> String {
    guard let first = lines.first else { return "" }
    let oldCount = lines.count { $0.sign != "+" }
    let newCount = lines.count { $0.sign != "-" }
    // An empty range is named by the line before it.
    let oldStart = first.old + (oldCount == 0 ? 0 : 1)
    let newStart = first.new + (newCount == 0 ? 0 : 1)
    var text = "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@\n"
    for line in lines {
      let isWhole = line.bytes.last == UInt8(ascii: "\n")
      text += "\(line.sign)\(String(decoding: line.bytes, as: UTF8.self))"
      if !isWhole { text += "\n\\ No newline at end of file\n" }
    }
    return text
  }

  private static func lines(_ before: [UInt8], _ after: [UInt8]) -> [Line] {
    let (old, new) = (split(before), split(after))
    let difference = LineDifference(from: old, to: new)
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, difference.isRemoved[left] {
        lines.append(Line(sign: "-", bytes: old[left], old: left, new: right))
        left += 1
      } else if right < new.count, difference.isAdded[right] {
        lines.append(Line(sign: "+", bytes: new[right], old: left, new: right))
        right += 1
      } else {
        lines.append(Line(sign: " ", bytes: old[left], old: left, new: right))
        left += 1
        right += 1
      }
    }
    return lines
  }

  /// The lines with their ends.
  private static func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { Array($0) + [UInt8(ascii: "\n")] }
    guard var last = lines.popLast() else { return [] }
    last.removeLast()
    if !last.isEmpty { lines.append(last) }
    return lines
  }
}
