import TemaeCore
import TestSupport
import Testing

@testable import TemaeReport

@Suite("Differences of files")
struct FileChangeTests {
  private func version(_ text: String?) -> FileChange.Version? {
    text.map { FileChange.Version(digest: testDigest($0.utf8), bytes: Array($0.utf8)) }
  }

  private func hunks(_ old: String?, _ new: String?) -> String {
    let change = FileChange(path: "a.md", old: version(old), new: version(new))
    return change.difference.split(separator: "\n", omittingEmptySubsequences: false)
      .dropFirst(2).joined(separator: "\n")
  }

  @Test func `a change stands between three lines on each side, with its place`() {
    let old = (1...20).map { "line \($0)\n" }.joined()
    let new = old.replacingFirst("line 10\n", with: "LINE 10\nline 10a\n")
    #expect(
      hunks(old, new) == """
        @@ -7,7 +7,8 @@
         line 7
         line 8
         line 9
        -line 10
        +LINE 10
        +line 10a
         line 11
         line 12
         line 13

        """)
  }

  @Test func `changes that are far apart have hunks of their own, near ones share one`() {
    let old = (1...40).map { "line \($0)\n" }.joined()
    let far = old.replacingFirst("line 5\n", with: "").replacingFirst("line 30\n", with: "")
    #expect(hunks(old, far).matches(of: /@@ -\d+,\d+ \+\d+,\d+ @@/).count == 2)
    let near = old.replacingFirst("line 5\n", with: "").replacingFirst("line 12\n", with: "")
    #expect(hunks(old, near).matches(of: /@@ -\d+,\d+ \+\d+,\d+ @@/).count == 1)
  }

  @Test func `a file that is new, gone or empty, and a last line without an end`() {
    #expect(hunks(nil, "a\n") == "@@ -0,0 +1,1 @@\n+a\n")
    #expect(hunks("a\n", nil) == "@@ -1,1 +0,0 @@\n-a\n")
    #expect(hunks("a", "a\n") == "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n")
    #expect(hunks("", "") == "")
  }

  @Test func `of a file whose bytes are not kept the digests are shown`() {
    let change = FileChange(
      path: "run.sh", old: .init(digest: testDigest([1]), bytes: nil),
      new: .init(digest: testDigest([2]), bytes: nil))
    #expect(
      change.difference == """
        --- run.sh\tsha256 \(testDigest([1]).hex)
        +++ run.sh\tsha256 \(testDigest([2]).hex)

        """)
    let gone = FileChange(path: "run.sh", old: change.old, new: nil)
    #expect(gone.difference.contains("+++ /dev/null"))
  }

  @Test func `different spellings of a character are different lines`() {
    #expect(hunks("caf\u{E9}\n", "cafe\u{301}\n").contains("+cafe\u{301}"))
  }

  // What is kept and added gives the new text, what is kept and removed the old one, whatever the
  // texts are, also where they are too long to be compared at once.
  @Test(arguments: 0..<60 as Range<UInt64>)
  func `a difference leads from the one text to the other`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let longest = seed % 10 == 0 ? 4000 : 40
    let words = seed % 3 == 0 ? 3 : 2 * longest
    func text() -> [[UInt8]] {
      (0..<Int.random(in: 0...longest, using: &generator)).map { _ in
        Array("\(Int.random(in: 0..<words, using: &generator))".utf8)
      }
    }
    let old = text()
    var new = seed.isMultiple(of: 2) ? old : text()
    for _ in 0..<5 where !new.isEmpty {
      new[Int.random(in: new.indices, using: &generator)] = Array("changed".utf8)
    }
    let difference = LineDifference(from: old, to: new)
    let kept = zip(old, difference.isRemoved).filter { !$0.1 }.map(\.0)
    let left = zip(new, difference.isAdded).filter { !$0.1 }.map(\.0)
    #expect(kept == left, "seed \(seed)")
    if old == new { #expect(!difference.isAdded.contains(true), "seed \(seed)") }
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return replacingCharacters(in: range, with: other)
  }

  private func replacingCharacters(in range: Range<Index>, with other: String) -> String {
    self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
