import Testing

/// Journals that cannot be used, and journals that were edited by hand.
struct JournalTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("questions.md", Documents.questions)
  }

  private func openRun() throws {
    let ending = try place.temae("run", "questions.md", "--no-wait", "--unattended")
    #expect(ending.code == 3)
  }

  @Test func `without a journal, reading commands say where they looked`() throws {
    for words in [["runs"], ["status"], ["journal", "verify"], ["log"], ["pause"]] {
      let ending = try Program.run(words, in: place.path)
      #expect(ending.code == 65)
      #expect(ending.error.contains("--journal FILE"))
    }
  }

  @Test func `another program's database is left as it is`() throws {
    try Workplace.shell("cd '\(place.path)' && sqlite3 other.sqlite 'create table a (b)'")
    let before = Program.text("\(place.path)/other.sqlite")
    let ending = try place.temae(
      "run", "questions.md", "--no-wait", "--unattended", "--journal", "other.sqlite")
    #expect(ending.code == 65)
    #expect(ending.error.contains("another program"))
    #expect(Program.text("\(place.path)/other.sqlite") == before)
  }

  @Test func `a file that is no database is named`() throws {
    try place.write("text.sqlite", String(repeating: "this is no database\n", count: 100))
    let ending = try place.temae("runs", "--journal", "text.sqlite")
    #expect(ending.code == 65)
    #expect(ending.error.contains("text.sqlite"))
  }

  @Test func `a whole journal verifies, and its head is one line`() throws {
    try openRun()
    let ending = try place.temae("journal", "verify")
    #expect(ending.code == 0)
    #expect(ending.output.hasPrefix("verified: "))
    let head = try place.temae("journal", "head").output
    #expect(head.wholeMatch(of: #/\d+ [0-9a-f]{64}\n/#) != nil)
    #expect(ending.output.contains("head: \(head)"))
  }

  // The last event of its run, and one in its middle.
  @Test(arguments: ["note.added", "lease.released"])
  func `a journal of a later version is not called edited, and that version is asked for`(
    type: String
  ) throws {
    try openRun()
    try place.temae("note", "rain")
    try place.forge("\"type\":\"\(type)\",\"v\":1", #""type":"tea.poured","v":1"#)
    let ending = try place.temae("journal", "verify")
    #expect(ending.code == 65, "\(ending.error)")
    #expect(ending.error.contains("is tea.poured version 1; use the version of temae"))
  }

  @Test func `a run that goes on after many others is folded anew, with the same verdict`() throws {
    for _ in 0..<67 { try openRun() }
    for run in ["questions-2", "questions-1", "questions-67"] {
      #expect(try place.temae("answer", "1/1", "yes", "--run", run).code == 0)
    }
    let ending = try place.temae("journal", "verify")
    #expect(ending.code == 0, "\(ending.error)")
    #expect(ending.output.contains(" 67 runs"))
    // Each of the three is forged; it is the first in the journal that is named.
    try place.forge(#""activity":"1/1","answer""#, #""activity":"1/9","answer""#)
    let first = try place.sqlite(
      "select min(seq) from event where body ->> 'type' = 'item.answered'")
    let forged = try place.temae("journal", "verify")
    #expect(forged.code == 7)
    #expect(
      forged.error.contains("event \(first.dropLast()) cannot have happened: item.answered"),
      "\(forged.error)")
  }

  @Test func `a kept head is compared, in one word or two, and one that is not contained is told`()
    throws
  {
    try openRun()
    let line = String(try place.temae("journal", "head").output.dropLast())
    let words = line.split(separator: " ").map(String.init)
    #expect(try place.temae("journal", "verify", "--head", line).code == 0)
    #expect(try place.temae("journal", "verify", "--head", words[0], words[1]).code == 0)
    try place.temae("note", "later")
    #expect(try place.temae("journal", "verify", "--head", line).code == 0)
    let other = String(repeating: "0", count: 64)
    for (size, message) in [
      (words[0], "are not those of the head"), ("9999", "the head covers 9999 events"),
    ] {
      let ending = try place.temae("journal", "verify", "--head", size, other)
      #expect(ending.code == 7)
      #expect(ending.output == "")
      #expect(ending.error.contains(message))
    }
    #expect(try place.temae("journal", "verify", "--head", "tea").code == 64)
  }

  @Test(arguments: [
    ("UPDATE event SET body = replace(body, '\"root\"', '\"toor\"') WHERE seq = 2", 2),
    ("DELETE FROM event WHERE seq = 2", 3),
  ])
  func `a hand-edited journal does not verify, and the first bad event is named`(
    edit: String, sequence: Int
  ) throws {
    try openRun()
    let answer = try place.sqlite(
      """
      SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger';
      """)
    try place.sqlite(answer + edit + " OR \(edit.hasPrefix("UPDATE") ? "seq = 2" : "0");")
    let ending = try place.temae("journal", "verify")
    #expect(ending.code == 7)
    #expect(ending.output == "")
    #expect(ending.error.contains("does not verify"))
    #expect(ending.error.contains("event \(sequence)") || ending.error.contains("event 2"))
  }

  @Test func `a forger who computes every hash anew is found by the states that were recorded`()
    throws
  {
    try openRun()
    try place.temae("note", "seen")
    try place.temae("resume", "--unattended")
    #expect(try place.sqlite("SELECT count(*) FROM event WHERE body ->> '$.state.v' = 1") != "0")
    try place.forge("no such text", "")
    #expect(try place.temae("journal", "verify").code == 0)
    try place.forge("\"minuteUs\":60000000", "\"minuteUs\":60000001")
    let ending = try place.temae("journal", "verify")
    #expect(ending.code == 7)
    #expect(ending.error.contains("not the one that was recorded"), "\(ending.error)")
  }

  @Test func `the journal is named by its option, then by its variable`() throws {
    let run = ["run", "questions.md", "--no-wait", "--unattended"]
    let named = ["TEMAE_JOURNAL": "variable.sqlite"]
    _ = try Program.run(run, in: place.path, environment: named)
    _ = try Program.run(
      run + ["--journal", "option.sqlite"], in: place.path, environment: named)
    for name in ["variable", "option"] {
      let ending = try place.temae("runs", "--journal", "\(name).sqlite")
      #expect(ending.output.contains("questions-1"))
    }
  }
}
