import Glibc
import TestSupport
import Testing

/// A second run on a database on which another one is open.
struct BesideTests {
  let place: Workplace
  let cluster: PostgresCluster
  let connection: String

  init() throws {
    place = try Workplace()
    cluster = try PostgresCluster.shared()
    connection = try cluster.makeDatabase()
    for name in ["first", "second"] {
      try place.write(
        "\(name).md",
        """
        ---
        temae: 1
        title: The \(name)
        databases: {main: {env: MAIN_URL}}
        ---
        # The \(name)

        ## Step 1: Look

        ```sql {.check db=main equals=1}
        select 1;
        ```

        - [ ] Is it so?
        """)
    }
  }

  private func run(_ words: String..., on database: String? = nil) throws -> Program.Ending {
    try Program.run(
      ["run"] + words + ["--no-wait", "--unattended"], in: place.path,
      environment: ["MAIN_URL": database ?? connection])
  }

  @Test func `it is refused, whatever leads to the database, until the first one has ended`() throws
  {
    #expect(try run("first.md").code == 3)
    try cluster.psql(connection, "create role beside_\(getpidText) login superuser")
    let other = "\(connection) user=beside_\(getpidText)"
    for database in [connection, other] {
      let refused = try run("second.md", on: database)
      #expect(refused.code == 75)
      #expect(refused.error.contains("run the-first-1 is open on database"), "\(refused.error)")
      #expect(refused.error.contains("--beside the-first-1 --reason"))
    }
    // Another database of the same server is another matter.
    #expect(try run("second.md", on: try cluster.makeDatabase()).code == 3)
    let aborted = try place.temae(
      "abort", "the-first-1", "--reason", "no more", "--yes", "the-first-1")
    #expect(aborted.code == 0, "\(aborted.error)")
    #expect(try run("second.md").code == 3)
    try cluster.psql(connection, "drop role beside_\(getpidText)")
  }

  @Test func `an amendment that leads to it needs a person's word as well`() throws {
    #expect(try run("first.md").code == 3)
    let other = try cluster.makeDatabase()
    #expect(try run("second.md", on: other).code == 3)
    let document = Program.text("\(place.path)/second.md")
      .replacingFirst("{env: MAIN_URL}}", with: "{env: MAIN_URL}, more: {env: MORE_URL}}")
      .replacingFirst(
        "- [ ] Is", with: "```sql {.check db=more equals=1}\nselect 1;\n```\n\n- [ ] Is")
    try place.write("second.md", document)
    let environment = ["MAIN_URL": other, "MORE_URL": connection]
    func amend(_ words: String...) throws -> Program.Ending {
      let all = ["amend", "the-second-1", "--reason", "it only reads"] + words
      return try Program.run(all, in: place.path, environment: environment)
    }
    let refused = try amend()
    #expect(refused.code == 75)
    #expect(refused.error.contains("--beside the-first-1"), "\(refused.error)")
    #expect(try amend("--beside", "the-third-1", "--beside", "the-first-1").code == 64)
    let asked = try amend("--beside", "the-first-1")
    let digest = try #require(asked.error.firstMatch(of: /--accept ([0-9a-f]{12})/))
    #expect(try amend("--beside", "the-first-1", "--accept", String(digest.1)).code == 0)
    let audit = try place.temae("audit", "the-second-1").output
    #expect(audit.contains("the-first-1") && audit.contains("it only reads"), "\(audit)")
    // The word counts from then on.
    let resumed = try Program.run(
      ["resume", "the-second-1", "--no-wait", "--unattended"], in: place.path,
      environment: environment)
    #expect(resumed.code == 3, "\(resumed.error)")
  }

  @Test func `a person may overrule that, for this run and with a reason that is recorded`() throws
  {
    #expect(try run("first.md").code == 3)
    #expect(try run("second.md", "--beside", "the-first-1").code == 64)
    #expect(try run("second.md", "--reason", "it only reads").code == 64)
    let stranger = try run(
      "second.md", "--beside", "the-first-1", "--beside", "the-third-1", "--reason",
      "it only reads")
    #expect(stranger.code == 64)
    #expect(stranger.error.contains("no such run is open"))
    #expect(try place.temae("runs").output.split(separator: "\n").count == 1)

    #expect(
      try run("second.md", "--beside", "the-first-1", "--reason", "it only reads").code == 3)
    let audit = try place.temae("audit", "the-second-1").output
    #expect(audit.contains("the-first-1") && audit.contains("it only reads"), "\(audit)")
    // A third one needs a word about each of the two.
    #expect(try run("second.md", "--beside", "the-first-1", "--reason", "again").code == 75)
  }
}

private let getpidText = String(getpid())
