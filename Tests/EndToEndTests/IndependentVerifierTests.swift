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

  @Test(arguments: [
    "UPDATE event SET body = replace(body, 'questions', 'questionz') WHERE seq = 1",
    "UPDATE event SET leaf = zeroblob(32) WHERE seq = 2",
    "DELETE FROM event WHERE seq = 2",
    "UPDATE payload SET bytes = CAST('other' AS BLOB) WHERE id = (SELECT max(id) FROM payload)",
    "DELETE FROM payload",
    "CREATE TABLE extra (a)", "CREATE VIEW extra AS SELECT 1",
    "CREATE TRIGGER extra AFTER INSERT ON event BEGIN SELECT 1; END",
  ])
  func `both refuse what was done behind temae's back`(statement: String) throws {
    let guards = ["event_is_never_updated", "event_is_never_deleted", "payload_is_never_updated"]
    // What guards against accidents is put back afterwards, so that only the statement shows.
    let texts = try place.sqlite(
      "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' AND name <> 'event_is_appended';"
    )
    let drops = guards.map { "DROP TRIGGER \($0);" }.joined()
    let changed = try place.sqlite("\(drops)\(statement);\(texts)")
    #expect(changed == "")
    #expect(try place.temae("journal", "verify").code == 7)
    #expect(try verify().code == 7)
  }

  @Test func `a journal that was rewritten as a whole does not hold an older head`() throws {
    #expect(try verify("--head '2 \(String(repeating: "0", count: 64))'").code == 7)
    #expect(try verify("--head '9999 \(String(repeating: "0", count: 64))'").code == 7)
  }
}
