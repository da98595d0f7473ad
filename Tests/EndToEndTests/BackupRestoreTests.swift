import Glibc
import TestSupport
import Testing

/// `temae backup restore` on a real server.
struct BackupRestoreTests {
  @Test func `whatever was altered, the database is as the backup says, and goes back again`()
    throws
  {
    let scene = try BackupRestoreScene(isProved: true)
    let markers = try scene.psql("select count(*), max(oid) from pg_class where relname = 'marker'")
    try scene.psql(
      "insert into temae.marker (run, activity, attempt, outcome) values ('r', 'a', 1, 'done')")
    let number = try scene.psql("select oid from pg_database where datname = current_database()")
    let altered = try scene.state()
    // A session of the application goes on, with what it has prepared.
    let session = try HeldSession(
      scene.scene.shelves.connection, "prepare p as select count(*) from guests; execute p;")
    #expect(session.answer == "400")
    let ending = try scene.restore()
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("✓ restored \(scene.database) on"))
    let compared = try scene.isAsBackedUp()
    #expect(compared.code == 0, "\(compared.output)\(compared.error)")
    #expect(session.ask("execute p;") == "500")
    #expect(session.ask("insert into guests values (1000, 'late') returning id;") == "1000")
    session.end()
    #expect(
      try scene.psql("select count(*), max(oid) from pg_class where relname = 'marker'") == markers)
    #expect(try scene.psql("select outcome from temae.marker where run = 'r'") == "done")
    // The marker settles nothing any more.
    #expect(
      try scene.psql(
        "select count(*) from temae.restore r, temae.marker m where m.run = 'r' and r.at > m.at")
        == "1")
    #expect(
      try scene.psql("select oid from pg_database where datname = current_database()") == number)
    // What it had is a backup like any other.
    let copies = try scene.copies()
    #expect(copies.count == 1)
    #expect(ending.output.contains("\(copies[0]), verified"))
    #expect(try scene.scene.shell("find backups -perm /077") == "")
    let back = try scene.restore("--format", "json", backup: copies[0])
    #expect(back.code == 0, "\(back.output)\(back.error)")
    #expect(back.output.contains(#""restored": true"#), "\(back.output)")
    #expect(try scene.state() == altered)
  }

  @Test func `an empty database and one file are as good`() throws {
    let scene = try BackupRestoreScene(isAltered: false)
    let backup = try scene.scene.taken("--single-file", "--name", "file")
    #expect(try scene.scene.backup("verify", backup).code == 0)
    try scene.psql("drop event trigger watching; drop schema public cascade")
    try scene.psql("drop schema house, supabase_migrations cascade")
    let ending = try scene.restore(backup: backup)
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(try scene.isAsBackedUp().code == 0)
    #expect(
      try scene.psql(
        "select nspacl::text like '%=U/%' from pg_namespace where nspname = 'public'") == "t")
  }

  @Test func `whoever owns a database and all in it need not be a superuser`() throws {
    let scene = try BackupScene()
    let database = scene.shelves.database
    let role = "\(database)_role"
    try scene.shelves.psql(
      """
      create role \(role) login; alter database \(database) owner to \(role);
      create extension citext; drop table guests, bowls; drop schema supabase_migrations cascade
      """)
    func psql(_ sql: String) throws {
      try PostgresCluster.shared().psql("\(scene.shelves.connection) user=\(role)", sql)
    }
    try psql(
      """
      create schema house; grant usage on schema house to public;
      create table house.rooms (id serial primary key, name citext);
      insert into house.rooms (name) select 'room ' || n from generate_series(1, 50) n;
      create table visits (room int references house.rooms);
      alter table visits enable row level security; create policy all_of_them on visits using (true);
      create view seen as select * from visits; grant create on schema public to public;
      alter default privileges grant select on tables to public
      """)
    let variables = ["TEA_URL": "\(scene.shelves.connection) user=\(role)"]
    let taken = try scene.backup("shelves.md", environment: variables)
    let backup = taken.output.split(separator: "\n").joined()
    #expect(try scene.backup("verify", backup, environment: variables).code == 0)
    try psql(
      """
      drop table house.rooms cascade; create table late (id int);
      revoke create on schema public from public; revoke usage on schema house from public;
      alter default privileges revoke select on tables from public
      """)
    // Where it could not be noted, nothing is done.
    try scene.shelves.psql("create schema temae")
    let refused = try scene.backup(
      "restore", backup, "shelves.md", "--yes", database, environment: variables)
    #expect(refused.code == 1, "\(refused.output)\(refused.error)")
    #expect(refused.error.contains("may not write into the schema temae"), "\(refused.error)")
    try scene.shelves.psql("drop schema temae")
    let ending = try scene.backup(
      "restore", backup, "shelves.md", "--yes", database, environment: variables)
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    let compared = try scene.shelves.temae(
      "schema", "compare", "shelves.md", "--capture", "\(backup)/capture.json", "--contents")
    #expect(compared.code == 0, "\(compared.output)\(compared.error)")
    // Whoever drives a run need not be the one who restored, and sees it all the same.
    try scene.shelves.psql("create role \(role)_other login")
    let seen = try PostgresCluster.shared().psql(
      "\(scene.shelves.connection) user=\(role)_other", "select count(*) from temae.restore")
    #expect(seen == "1")
    try scene.shelves.psql("drop role \(role)_other")
    try scene.shelves.psql("alter database \(database) owner to postgres")
    try scene.shelves.psql("reassign owned by \(role) to postgres")
    try scene.shelves.psql("drop owned by \(role); drop role \(role)")
  }

  @Test func `who writes meanwhile waits and is not lost, who reads goes on`() async throws {
    let scene = try BackupRestoreScene()
    try scene.scene.hold("pg_dump", .before)
    let restoring = try scene.start()
    try await scene.scene.waitUntilHeld(restoring)
    #expect(try scene.psql("select count(*) from guests") == "400")
    try scene.scene.shell(
      """
      psql -XAtqd '\(scene.scene.shelves.connection)' \
        -c "insert into guests values (1000, 'late')" >writer 2>&1 </dev/null &
      """)
    try await restoring.until("the writer waits") {
      try scene.waitingCount() == 1
    }
    try scene.scene.letGo()
    #expect(restoring.end() == 0, "\(restoring.output)")
    try await restoring.until("the row is there") {
      try scene.psql("select count(*) from guests where id = 1000") == "1"
    }
    #expect(try scene.psql("select count(*) from guests") == "501")
    #expect(try scene.scene.shell("cat writer") == "")
  }

  @Test func `a terminal asks for the database's name, and shows how far it is`() throws {
    let scene = try BackupRestoreScene()
    let before = try scene.state()
    func terminal() throws -> Terminal {
      let terminal = try Terminal(
        ["backup", "restore", scene.backup, "shelves.md"], in: scene.scene.shelves.place.path,
        environment: scene.scene.environment)
      try terminal.wait(for: "Type the database's name, \(scene.database): ")
      return terminal
    }
    var asking = try terminal()
    asking.type("shop\r")
    #expect(try asking.end() == 64)
    #expect(try scene.state() == before)
    #expect(try scene.copies() == [])
    asking = try terminal()
    asking.type("\(scene.database)\r")
    try asking.wait(for: "what is there is safe in")
    try asking.wait(for: "compared, and equal")
    #expect(try asking.end() == 0)
    #expect(try scene.isAsBackedUp().code == 0)
  }

  @Test func `a run goes back by restoring, and its block asks nobody`() throws {
    let scene = try BackupRestoreScene(isAltered: false)
    try scene.scene.shelves.place.write("move.md", Self.document)
    var environment = scene.scene.environment
    environment["PATH"] = "\(Program.directory):/usr/local/bin:/usr/bin:/bin"
    environment["BACKUP"] = scene.backup
    func temae(_ words: String...) throws -> Program.Ending {
      try Program.run(words, in: scene.scene.shelves.place.path, environment: environment)
    }
    let run = try temae("run", "move.md", "--unattended", "--no-wait")
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(try scene.psql("select count(*) from guests") == "0")
    // A check reads only, whatever it calls.
    let log = try temae("log", "move-1", "1/cannot")
    #expect(log.output.contains("transactions are read-only here"), "\(log.output)")
    let back = try temae(
      "rollback", "move-1", "--yes", "move-1", "--unattended", "--reason", "it is late")
    #expect(back.code == 5, "\(back.output)\(back.error)")
    #expect(try scene.isAsBackedUp().code == 0)
    let copies = try scene.copies()
    try #require(copies.count == 1, "\(copies) \(back.output)\(back.error)")
    let manifest = try scene.scene.shell("cat '\(copies[0])/manifest.json'")
    #expect(manifest.contains(#""step":"1/back""#), "\(manifest)")
  }

  @Test func `while a run is driven, only the run itself restores`() async throws {
    let scene = try BackupRestoreScene()
    try scene.scene.shelves.place.write(
      "ask.md",
      """
      ---
      temae: 1
      title: Ask
      databases: {main: {env: TEA_URL}}
      ---
      # Ask

      ## Step 1: Ask

      - [ ] Is it so?

      ```sql {.check db=main equals=1}
      select 1;
      ```

      """)
    var environment = scene.scene.environment
    environment["PATH"] = "\(Program.directory):/usr/local/bin:/usr/bin:/bin"
    let place = scene.scene.shelves.place.path
    let driver = try Background(
      ["run", "ask.md", "--no-wait"], in: place, environment: environment)
    try await driver.wait(for: "temae answer")
    let before = try scene.state()
    let refused = try scene.restore()
    #expect(refused.code == 75, "\(refused.output)\(refused.error)")
    #expect(refused.error.contains("(temae run ask-1"), "\(refused.error)")
    #expect(try scene.state() == before)
    let asked = try Program.run(
      [
        "do", "--reason", "rows are gone", "--", "temae", "backup", "restore", scene.backup,
        "shelves.md",
      ], in: place, environment: environment)
    #expect(asked.code == 0 || asked.code == 3, "\(asked.output)\(asked.error)")
    try await driver.until("it is restored") { try scene.isAsBackedUp().code == 0 }
    #expect(
      try Program.run(["answer", "1/1", "yes"], in: place, environment: environment).code == 0)
    // It was typed, and no block of the document did it: a person says that the run may go on.
    #expect(driver.end() == 1, "\(driver.output)")
    #expect(driver.output.contains("it was put back to a backup at"), "\(driver.output)")
    #expect(
      try Program.run(["answer", "1/2", "retry"], in: place, environment: environment).code == 0)
    let resumed = try Program.run(
      ["resume", "--unattended", "--no-wait", "--repin", "its rows are back"], in: place,
      environment: environment)
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
  }

  @Test func `while somebody restores, no run begins and nobody else restores`() async throws {
    let scene = try BackupRestoreScene()
    try scene.scene.hold("pg_dump", .before)
    let restoring = try scene.start()
    try await scene.scene.waitUntilHeld(restoring)
    let run = try scene.scene.shelves.temae("run", "shelves.md", "--no-wait", "--unattended")
    #expect(run.code == 75, "\(run.output)\(run.error)")
    #expect(run.error.contains("temae restore"), "\(run.error)")
    let second = try scene.restore()
    #expect(second.code == 75, "\(second.output)\(second.error)")
    try scene.scene.letGo()
    #expect(restoring.end() == 0, "\(restoring.output)")
  }

  private static let document = """
    ---
    temae: 1
    title: Move
    databases: {main: {env: TEA_URL}}
    ---
    # Move

    ## Step 1: Empty

    ```sql {#empty db=main}
    truncate guests cascade;
    ```

    ```bash {.rollback #back db=main timeout=10m}
    temae backup restore "$TEMAE_BACKUPS/one"
    ```

    ```bash {.check #cannot db=main exit=1}
    temae backup restore "$TEMAE_BACKUPS/one"
    ```

    """
}
