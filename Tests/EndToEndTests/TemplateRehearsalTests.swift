import Glibc
import TestSupport
import Testing

/// Rehearsals on a copy that is made on the server of a database that is not in production.
struct TemplateRehearsalTests {
  private static let cluster = Result { try PostgresCluster.another() }

  private let place: Workplace
  private let cluster: PostgresCluster
  private let database: String
  private let connection: String

  private static func document(_ steps: String, staging: String = "production: false") -> String {
    """
    ---
    temae: 1
    title: Rehearsed
    databases:
      main:
        env: MAIN_URL
      staging:
        env: STAGING_URL
        \(staging)
    ---
    # Rehearsed

    \(steps)

    """
  }

  private static let steps = """
    ## Step 1: Make a table

    ```sql {#shelf db=main}
    create table shelf (id int generated always as identity primary key, cup int);
    insert into shelf (cup) select id from cups;
    ```

    ```sql {.rollback db=main}
    drop table shelf;
    ```

    ## Step 2: Change rows

    ```bash {#sizes db=main}
    psql -XAtqc 'update cups set size = size + 1'
    psql -XAtqc 'select current_database()' >on
    psql -XAtqc 'select count(*) from shelf' >count
    ```

    ```bash {.rollback db=main}
    psql -XAtqc 'update cups set size = size - 1'
    ```
    """

  private static let waiting = """
    ## Step 1: Wait

    ```bash {#wait db=main}
    sleep 1000 &
    echo "$PGDATABASE $!" >held.new && mv held.new held
    wait
    ```
    """

  init() throws {
    place = try Workplace()
    cluster = try Self.cluster.get()
    connection = try cluster.makeDatabase()
    database = try cluster.psql(connection, "select current_database()")
    try cluster.psql(
      connection,
      "create table cups (id int primary key, size int); insert into cups values (1, 3), (2, 5)")
    try place.write("steps.md", Self.document(Self.steps))
  }

  private var environment: [String: String] { ["STAGING_URL": connection] }

  private func rehearse(
    _ words: String..., environment: [String: String] = [:]
  ) throws -> Program.Ending {
    try Program.run(
      ["rehearse", "steps.md", "--on", "main", "--template", "staging"] + words,
      in: place.path, environment: self.environment.merging(environment) { $1 })
  }

  private func start() throws -> Background {
    try Background(
      ["rehearse", "steps.md", "--on", "main", "--template", "staging"], in: place.path,
      environment: environment)
  }

  private func isGone(_ copy: String) throws -> Bool {
    try cluster.psql(
      cluster.connection(database: "postgres"),
      "select count(*) from pg_database where datname = '\(copy)'") == "0"
  }

  private func text(_ name: String) -> String { Program.text("\(place.path)/\(name)") }

  @Test func `a runbook goes forward and back beside the database, which is not touched`() throws {
    let before = try cluster.psql(connection, "select * from cups order by id")
    let ending = try rehearse("--each-step")
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("copied from \(database)"), "\(ending.output)")
    #expect(text("on").hasPrefix("temae_rehearsal_") && text("count") == "2\n")
    #expect(try cluster.psql(connection, "select * from cups order by id") == before)
    #expect(try cluster.psql(connection, "select to_regclass('temae.marker') is null") == "t")
    #expect(try isGone(text("on").split(separator: "\n").joined()))
    let plan = try Program.run(
      ["rollback", "--plan", "steps.md"], in: place.path, environment: environment)
    #expect(plan.output.contains("when it was rehearsed"), "\(plan.output)")
  }

  @Test func `somebody who is connected is named, and stays connected`() throws {
    let other = try HeldSession(
      "\(connection) application_name='the shop'", "select pg_backend_pid();")
    let refused = try rehearse()
    #expect(refused.code == 65)
    #expect(
      refused.error.contains("process \(other.answer), postgres with the shop"),
      "\(refused.error)")
    #expect(
      try cluster.psql(
        cluster.connection(database: "postgres"),
        "select count(*) from pg_stat_activity where pid = \(other.answer)") == "1")
    other.end()
  }

  @Test(arguments: ["production: true", "expect: {}"])
  func `a database that does not say that it is not production is not copied`(word: String) throws {
    try place.write("steps.md", Self.document(Self.steps, staging: word))
    let refused = try rehearse()
    #expect(refused.code == 65 && refused.error.contains("line 7:"), "\(refused.error)")
    #expect(refused.error.contains("write production: false"))
    #expect(text("on") == "")
  }

  @Test func `a server that has what may be production is left alone`() throws {
    let main = try cluster.makeDatabase()
    let refused = try rehearse(environment: ["MAIN_URL": main])
    #expect(refused.code == 65)
    #expect(refused.error.contains("on the server of main"), "\(refused.error)")
    let elsewhere = try PostgresCluster.shared().makeDatabase()
    #expect(try rehearse(environment: ["MAIN_URL": elsewhere]).code == 0)
  }

  @Test func `a database on which a run is open is not copied`() throws {
    try place.write(
      "run.md",
      """
      ---
      temae: 1
      title: Open
      databases: {staging: {env: STAGING_URL}}
      ---
      # Open

      ## Step 1: Ask

      - [ ] Is it well?

      ```sql {.check db=staging}
      select true
      ```

      """)
    let run = try Program.run(
      ["run", "run.md", "--unattended"], in: place.path, environment: environment)
    #expect(run.code == 3, "\(run.output)\(run.error)")
    let refused = try rehearse()
    #expect(refused.code == 75)
    #expect(refused.error.contains("run open-1 is open on database"), "\(refused.error)")
  }

  @Test(arguments: [SIGINT, SIGKILL])
  func `ended before its time it leaves neither a command nor the copy`(signal: Int32) async throws
  {
    try place.write("steps.md", Self.document(Self.waiting))
    let rehearsal = try start()
    try await rehearsal.until("the block waits") { !text("held").isEmpty }
    let words = text("held").split { $0 == " " || $0 == "\n" }.map(String.init)
    #expect(words[0].hasPrefix("temae_rehearsal_"))
    rehearsal.send(signal)
    #expect(rehearsal.end() == (signal == SIGINT ? 130 : 128 + signal), "\(rehearsal.output)")
    try await rehearsal.until("the command and the copy are gone") {
      try kill(Int32(words[1]) ?? 0, 0) != 0 && isGone(words[0])
    }
  }

  @Test(arguments: [SIGINT, SIGKILL])
  func `ended while it copies it leaves no copy`(signal: Int32) async throws {
    let own = try PostgresCluster.another()
    let connection = try own.makeDatabase()
    // Whoever makes a database waits for this.
    let lock = try HeldSession(
      own.connection(database: "postgres"),
      "begin; lock table pg_database in share mode; select 1;")
    let rehearsal = try Background(
      ["rehearse", "steps.md", "--on", "main", "--template", "staging"], in: place.path,
      environment: ["STAGING_URL": connection])
    func waiting() throws -> String {
      try own.psql(
        own.connection(database: "postgres"),
        "select count(*) from pg_stat_activity where query like 'create database%' "
          + "and wait_event_type = 'Lock'")
    }
    try await rehearsal.until("it copies") { try waiting() == "1" }
    rehearsal.send(signal)
    try await rehearsal.until("it has given up") { try waiting() == "0" }
    lock.end()
    #expect(rehearsal.end() == (signal == SIGINT ? 130 : 128 + signal), "\(rehearsal.output)")
    #expect(
      try own.psql(own.connection(database: "postgres"), "select count(*) from pg_database") == "4")
  }
}
