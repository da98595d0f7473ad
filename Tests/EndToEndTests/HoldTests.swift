import Glibc
import TestSupport
import Testing

/// Two journals, one database: the database itself says that somebody is at work.
struct HoldTests {
  let place: Workplace
  let cluster: PostgresCluster
  let connection: String

  init() throws {
    place = try Workplace()
    cluster = try PostgresCluster.shared()
    connection = try cluster.makeDatabase()
    try place.write(
      "wait.md",
      """
      ---
      temae: 1
      title: Wait
      databases: {main: {env: MAIN_URL}}
      ---
      # Wait

      ## Step 1: Ask

      ```sql {.check db=main equals=1}
      select 1;
      ```

      - [ ] Is it so?
      """)
  }

  private func temae(_ words: String..., journal: String) throws -> Program.Ending {
    try Program.run(
      words + ["--no-wait", "--unattended", "--journal", journal], in: place.path,
      environment: ["MAIN_URL": connection])
  }

  private func count(of journal: String) throws -> String {
    try Workplace.shell(
      "cd '\(place.path)' && sqlite3 \(journal) 'select count(*) from event' >count")
    return Program.text("\(place.path)/count")
  }

  /// A driver that waits for an answer from another terminal.
  private func waiting() async throws -> Background {
    let first = try Background(
      ["run", "wait.md", "--no-wait", "--journal", "first/temae.sqlite"], in: place.path,
      environment: ["MAIN_URL": connection])
    try await first.wait(for: "temae answer")
    return first
  }

  @Test func `a run of another journal is refused while the first one is driven`() async throws {
    try Workplace.shell("mkdir '\(place.path)/first' '\(place.path)/second'")
    let first = try await waiting()
    let refused = try temae("run", "wait.md", journal: "second/temae.sqlite")
    #expect(refused.code == 75, "\(refused.error)")
    #expect(refused.error.contains("has a driver"))
    #expect(refused.error.contains("(temae run wait-1"), "\(refused.error)")
    #expect(refused.error.contains("--beside RUN --reason"))
    let beside = try Program.run(
      [
        "run", "wait.md", "--no-wait", "--unattended", "--journal", "second/temae.sqlite",
        "--beside", "wait-1", "--reason", "both only look",
      ], in: place.path, environment: ["MAIN_URL": connection])
    #expect(beside.code == 3, "\(beside.error)")
    first.send(SIGTERM)
    #expect(first.end() == 130)
  }

  @Test func `a copy of the journal is not driven beside its original, with or without a word`()
    async throws
  {
    try Workplace.shell("mkdir '\(place.path)/first'")
    let first = try await waiting()
    try Workplace.shell("cp -r '\(place.path)/first' '\(place.path)/copy'")
    let copy = "copy/temae.sqlite"
    let before = try count(of: copy)
    let refused = try temae("resume", journal: copy)
    #expect(refused.code == 75, "\(refused.error)")
    #expect(refused.error.contains("(temae run wait-1"), "\(refused.error)")
    let beside = try temae(
      "resume", "--beside", "wait-1", "--reason", "it is the same one", journal: copy)
    #expect(beside.code == 75, "\(beside.error)")
    #expect(try count(of: copy) == before)
    first.send(SIGKILL)
    #expect(first.end() == 128 + SIGKILL)
    #expect(try temae("resume", journal: copy).code == 3)
  }

  @Test func `a command that may not run beside the driver of a copy is not recorded`() async throws
  {
    try Workplace.shell("mkdir '\(place.path)/first'")
    let first = try await waiting()
    try Workplace.shell("cp -r '\(place.path)/first' '\(place.path)/copy'")
    let before = try count(of: "copy/temae.sqlite")
    let refused = try Program.run(
      ["do", "--reason", "look", "--journal", "copy/temae.sqlite", "--", "touch", "done"],
      in: place.path, environment: ["MAIN_URL": connection])
    #expect(refused.code == 75, "\(refused.error)")
    #expect(try count(of: "copy/temae.sqlite") == before)
    #expect(try Workplace.shell("test -e '\(place.path)/done'") == 1)
    first.send(SIGTERM)
    #expect(first.end() == 130)
  }
}
