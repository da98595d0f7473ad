import TestSupport
import Testing

/// Another server in the place of the pinned one: nothing runs there until a person pins it anew, and
/// then nothing that was true of the old one is taken for true of the new one.
struct RepinTests {
  private static let document = """
    ---
    temae: 1
    title: Move
    databases: {main: {env: MAIN_URL}}
    ---
    # Move

    ## Step 1: Apply

    ```sql {#marked db=main}
    insert into log values (1);
    ```

    ```bash {#probed db=main}
    psql -X -c "insert into log values (2)"
    ```

    ```sql {.probe db=main equals=1}
    select count(*) from log where n = 2;
    ```

    ## Step 2: Finish

    ```sql {#last db=main}
    insert into log values (3);
    ```
    """

  private let place: Workplace
  private let old: PostgresCluster

  init() throws {
    place = try Workplace()
    old = try PostgresCluster.another()
    try place.write("move.md", Self.document)
    try prepare(old)
    #expect(try temae(old, "run", "move.md", "--no-wait", "--unattended", "--until", "1").code == 3)
  }

  private func prepare(_ cluster: PostgresCluster) throws {
    try cluster.psql(cluster.connection(database: "postgres"), "create table log (n int)")
    #expect(try temae(cluster, "target", "init", "move.md").code == 0)
  }

  private func temae(_ cluster: PostgresCluster, _ words: String...) throws -> Program.Ending {
    try Program.run(
      words, in: place.path,
      environment: ["MAIN_URL": cluster.connection(database: "postgres")])
  }

  private func log(_ cluster: PostgresCluster) throws -> String {
    try cluster.psql(
      cluster.connection(database: "postgres"),
      "select string_agg(n::text, ' ' order by n) from log")
  }

  private func entries() throws -> String { try place.sqlite("select count(*) from event;") }

  @Test func `after a failover everything is found there, and nothing is done twice`() throws {
    let new = try old.promotedCopy()
    let before = try entries()
    let refused = try temae(new, "resume", "--no-wait", "--unattended")
    #expect(refused.code == 65)
    #expect(refused.error.contains("timeline is 2, was 1"), "\(refused.error)")
    #expect(refused.error.contains("1/marked, 1/probed"), "\(refused.error)")
    #expect(refused.error.contains("--repin REASON"), "\(refused.error)")
    #expect(try entries() == before, "a refusal records nothing")

    let resumed = try temae(
      new, "resume", "--no-wait", "--unattended", "--repin", "the old one burned")
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    #expect(
      try place.history(of: "1/marked")
        == ["1 attempt.succeeded", "1 attempt.settled done marker"])
    #expect(
      try place.history(of: "1/probed")
        == ["1 attempt.succeeded", "1 attempt.lost", "1 attempt.settled done probe"])
    #expect(try log(new) == "1 2 3")
    #expect(try log(old) == "1 2", "the old server is left alone")
    let audit = try temae(new, "audit").output
    #expect(audit.contains("pinned anew") && audit.contains("the old one burned"), "\(audit)")
    #expect(try temae(new, "journal", "verify").code == 0)
  }

  @Test func `what a server has lost is put to a person, and runs again only on their word`() throws
  {
    let new = try PostgresCluster.another()
    try prepare(new)
    let resumed = try temae(new, "resume", "--no-wait", "--unattended", "--repin", "restored")
    #expect(resumed.code == 6, "\(resumed.output)\(resumed.error)")
    #expect(
      try place.history(of: "1/marked") == ["1 attempt.succeeded", "1 attempt.lost"])
    #expect(try new.psql(new.connection(database: "postgres"), "select count(*) from log") == "0")
    let status = try temae(new, "status").output
    #expect(
      status.contains("it may be gone") && status.contains("marker is not there"), "\(status)")

    #expect(try temae(new, "settle", "1/marked", "--again", "--reason", "gone").code == 0)
    let second = try temae(new, "resume", "--no-wait", "--unattended")
    #expect(second.code == 6, "its probe says no, which is a person's to decide")
    #expect(try temae(new, "settle", "1/probed", "--again", "--reason", "gone").code == 0)
    #expect(try temae(new, "resume", "--no-wait", "--unattended").code == 0)
    #expect(try log(new) == "1 2 3")
  }

  @Test func `on a terminal the run's name is typed`() throws {
    let new = try old.promotedCopy()
    let before = try entries()
    func open() throws -> Terminal {
      try Terminal(
        ["resume", "--no-wait", "--repin", "failover"], in: place.path,
        environment: ["MAIN_URL": new.connection(database: "postgres")])
    }
    let first = try open()
    try first.wait(for: "Type the run's name, move-1: ")
    first.type("yes\n")
    #expect(try first.end() == 3)
    #expect(try entries() == before)
    let second = try open()
    try second.wait(for: "Type the run's name, move-1: ")
    second.type("move-1\n")
    #expect(try second.end() == 0)
    #expect(try log(new) == "1 2 3")
  }

  @Test func `nothing is pinned anew that is the pinned one`() throws {
    let ending = try temae(old, "resume", "--no-wait", "--unattended", "--repin", "to be sure")
    #expect(ending.code == 64)
    #expect(ending.error.contains("is the pinned one"), "\(ending.error)")
  }
}

/// An attempt that was in flight on the server that is gone.
struct RepinInFlightTests {
  @Test func `that its marker is not there proves nothing`() throws {
    let scene = try KillScene(
      """
      ```sql {#change db=main}
      \(KillScene.work)
      ```
      """, probe: nil)
    try scene.start()
    scene.killRunner()
    let new = try PostgresCluster.another()
    let connection = new.connection(database: "postgres")
    try new.psql(connection, "create table log (n int)")
    func temae(_ words: String...) throws -> Program.Ending {
      try Program.run(words, in: scene.place.path, environment: ["MAIN_URL": connection])
    }
    #expect(try temae("target", "init", "move.md").code == 0)
    let resumed = try temae("resume", "--no-wait", "--unattended", "--repin", "failover")
    #expect(resumed.code == 6, "\(resumed.output)\(resumed.error)")
    #expect(try scene.history() == ["1 attempt.lost"])
    #expect(resumed.output.contains("proves nothing"), "\(resumed.output)")
    #expect(try temae("settle", "1/change", "--again", "--reason", "looked").code == 0)
    #expect(try temae("resume", "--no-wait", "--unattended").code == 0)
    #expect(try new.psql(connection, "select count(*) from log") == "1")
  }
}
