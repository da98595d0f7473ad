import Testing

/// The verifier in another language says of a journal what temae says of it.
struct IndependentVerifierTests {
  private static let program =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    + "/tools/verify/verify.py"

  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("questions.md", Documents.questions)
    try place.temae("run", "questions.md", "--no-wait", "--unattended")
    try place.temae("note", "seen")
  }

  /// The exit code of the other verifier, and what it says.
  private func verify(_ words: String = "") throws -> (code: Int32, text: String) {
    let code = try Workplace.shell(
      "python3 '\(Self.program)' '\(place.path)/journals/temae.sqlite' \(words) "
        + "> '\(place.path)/.verified' 2>&1")
    return (code, Program.text(place.path + "/.verified"))
  }

  @Test func `both find a journal whole, with one root`() throws {
    let ours = try place.temae("journal", "verify")
    let theirs = try verify()
    #expect(ours.code == 0 && theirs.code == 0, "\(theirs.text)")
    let head = try #require(ours.output.split(separator: "\n").last { $0.hasPrefix("head: ") })
    #expect(theirs.text.contains(head))
    #expect(try verify("--head '\(head.dropFirst(6))'").code == 0)
  }

  @Test func `a journal that was rewritten as a whole does not hold an older head`() throws {
    #expect(try verify("--head '2 \(String(repeating: "0", count: 64))'").code == 7)
    #expect(try verify("--head '9999 \(String(repeating: "0", count: 64))'").code == 7)
  }
}
