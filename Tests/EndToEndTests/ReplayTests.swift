import Testing

/// `temae replay` on journals that real runs left.
struct ReplayTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("tiny.md", Documents.tiny)
    try place.temae("run", "tiny.md", "--no-wait", "--unattended")
    try place.temae("answer", "1/1", "yes", "--as", "mika")
    try place.temae("resume", "--no-wait", "--unattended")
    try place.temae("answer", "2/1", "remedy/1", "--reason", "it said so", "--as", "hana")
    try place.temae("resume", "--no-wait", "--unattended")
  }

  private func sequence(of type: String) throws -> Int {
    let answer = try place.sqlite(
      "select min(seq) from event where body->>'type' = '\(type)'")
    return try #require(Int(answer.dropLast()))
  }

  @Test func `after each event the state is what the driver had then`() throws {
    let failed = try sequence(of: "attempt.failed")
    let before = try place.temae("replay", "--at", "\(failed - 1)")
    #expect(before.code == 0)
    #expect(before.output.contains("▸ running 1"))
    #expect(before.output.hasSuffix("  looking ␛[31mred␛[0m\n"), "\(before.output)")
    let after = try place.temae("replay", "--at", "\(failed)")
    #expect(after.output.contains("✗ failed 1"))
    #expect(after.output.contains("the run halts next"))
    let ended = try place.temae("replay", "--at", "2999-12-31")
    #expect(ended.output.contains("status      ✓ completed"))
  }

  @Test func `the difference names who and why`() throws {
    let halted = try sequence(of: "run.halted")
    let ending = try place.temae("replay", "--from", "\(halted)", "-q")
    #expect(ending.code == 0)
    #expect(ending.output.contains(" by mika\n"))
    #expect(ending.output.contains("reason: it said so"))
    #expect(ending.output.contains("status      ■ halted → ✓ completed"))
  }

  @Test func `a run is played again with its output`() throws {
    let ending = try place.temae("replay", "--speed", "0")
    #expect(ending.output.contains("│ hello\n"))
    #expect(!ending.output.contains("\u{1B}"))
    #expect(try place.temae("replay", "--speed", "1000").output == ending.output)
  }

  @Test func `a replay compares every recorded state, and a forged one is found`() throws {
    let ending = try place.temae("replay", "--verify")
    #expect(ending.code == 0)
    let recorded = try place.sqlite("select count(*) from event where body->>'state' is not null")
    #expect(ending.output.contains(" \(recorded.dropLast()) recorded states compared"))
    try place.forge("\"answer\":\"yes\"", "\"answer\":\"no\"")
    let forged = try place.temae("replay", "--verify")
    #expect(forged.code == 7)
    #expect(forged.output == "")
    let lease = try place.sqlite(
      """
      select min(seq) from event where body->>'state' is not null
        and seq > (select seq from event where body->>'type' = 'item.answered')
      """)
    #expect(forged.error.contains("event \(lease.dropLast()) cannot have happened"))
  }

  @Test(arguments: [
    ["--at", "0"], ["--at", "999"], ["--at", "2020-01-01"], ["--at", "tea"], [],
    ["--from", "9", "--to", "4"], ["--at", "4", "--verify"], ["--speed", "-1"],
    ["--speed", "nan"], ["--speed", "1", "--format", "json"],
  ])
  func `what cannot be shown is refused`(words: [String]) throws {
    let ending = try Program.run(["replay"] + words, in: place.path)
    #expect(ending.code == 64)
    #expect(ending.output == "")
  }
}
