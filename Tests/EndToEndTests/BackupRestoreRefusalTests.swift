import Glibc
import TestSupport
import Testing

/// Restores that are refused or given up, after each of which the database is as it was.
struct BackupRestoreRefusalTests {
  private func expectNothing(
    _ scene: BackupRestoreScene, _ code: Int32, _ text: String,
    _ restore: () throws -> Program.Ending
  ) throws {
    let before = try scene.state()
    let ending = try restore()
    #expect(ending.code == code, "\(ending.output)\(ending.error)")
    #expect((ending.output + ending.error).contains(text), "\(ending.output)\(ending.error)")
    #expect(try scene.state() == before)
  }

  @Test func `a backup that nobody verified, of definitions only, or changed since is refused`()
    throws
  {
    let scene = try BackupRestoreScene()
    let late = try scene.scene.taken("--name", "late")
    try expectNothing(scene, 65, "late is not verified, and a restore drops what is there") {
      try scene.restore(backup: late)
    }
    let schema = try scene.scene.taken("--kind", "schema", "--name", "schema")
    #expect(try scene.scene.backup("verify", schema).code == 0)
    try expectNothing(scene, 65, "schema holds schema, not the whole database") {
      try scene.restore(backup: schema)
    }
    try scene.scene.shell("echo '{}' >\(late)/verification.json")
    try expectNothing(scene, 65, "late is not verified") { try scene.restore(backup: late) }
    let file = try scene.scene.shell("ls '\(scene.backup)'/full/*.dat.gz | head -1")
    try scene.scene.shell("printf x | dd of='\(file)' conv=notrunc bs=1 seek=12")
    try expectNothing(scene, 65, "was changed: it has another SHA-256") { try scene.restore() }
    #expect(try scene.copies() == [])
  }

  @Test func `a backup of another database or another cluster is refused`() throws {
    let scene = try BackupRestoreScene()
    let other = try BackupRestoreScene()
    try expectNothing(other, 65, "it is of database \(scene.database) of the cluster") {
      try other.restore(backup: scene.backup)
    }
    // The same name elsewhere is another database still.
    let cluster = try PostgresCluster.another()
    let elsewhere = cluster.connection(database: scene.database)
    try cluster.psql(
      cluster.connection(database: "postgres"), "create database \(scene.database)")
    try cluster.psql(elsewhere, "create table guests (id int)")
    let ending = try scene.restore(environment: ["TEA_URL": elsewhere])
    #expect(ending.code == 65, "\(ending.output)\(ending.error)")
    #expect(try cluster.psql(elsewhere, "select to_regclass('guests')") == "guests")
    #expect(try scene.copies() == [])
  }

  @Test func `without the database's name nothing is done`() throws {
    let scene = try BackupRestoreScene()
    let before = try scene.state()
    for (words, text) in [
      ([], "repeat it with --yes \(scene.database)"),
      (["--yes", "shop"], "not the database's name"),
    ] {
      let ending = try Program.run(
        ["backup", "restore", scene.backup, "shelves.md"] + words,
        in: scene.scene.shelves.place.path, environment: scene.scene.environment)
      #expect(ending.code == 64)
      #expect(ending.error.contains(text), "\(ending.error)")
    }
    #expect(try scene.state() == before)
  }

  @Test func `nothing is dropped where the copy lacks something`() throws {
    let scene = try BackupRestoreScene()
    try scene.scene.shell("mkdir bin")
    try scene.scene.shelves.place.write(
      "bin/pg_dump",
      """
      #!/bin/sh
      case $1 in --version) exec pg_dump "$@" ;; esac
      exec pg_dump --exclude-table=yard.beds "$@"

      """)
    try scene.scene.shell("chmod +x bin/pg_dump")
    try expectNothing(scene, 2, "the copy of what is there is not what is there") {
      try scene.restore()
    }
    let text = try scene.scene.shell("cat '\(scene.copies()[0])/verification.json'")
    #expect(text.contains(#""isVerified":false"#))
  }

  @Test func `what does not come back as the manifest says is taken back`() throws {
    let scene = try BackupRestoreScene()
    try scene.scene.edit(scene.backup, rowsOf: "public.guests", "s/guest 7$/guest 8/")
    try scene.scene.seal(scene.backup)
    try scene.scene.shell(
      """
      python3 - '\(scene.backup)' <<'END'
      import hashlib, json, sys
      root = sys.argv[1]
      digest = hashlib.sha256(open(root + "/manifest.json", "rb").read()).hexdigest()
      verification = json.load(open(root + "/verification.json"))
      verification["manifest"] = digest
      text = json.dumps(verification, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
      open(root + "/verification.json", "w").write(text)
      END
      """)
    let problem = "public.guests has as many rows as expected (500), and not the same"
    try expectNothing(scene, 2, problem) { try scene.restore() }
  }

  @Test(arguments: [
    ("create function yard.late() returns int language sql as 'select 1'", "function yard.late()"),
    ("create table late (id int); insert into late values (1)", "table public.late"),
    (
      "create or replace function yard.f(m mood) returns int language sql as 'select 2'",
      "function yard.f"
    ),
    ("alter type mood add value 'tired'", "type public.mood"),
    ("revoke execute on function yard.f from public", "function yard.f"),
  ])
  func `what is made or altered while the copy is taken is not lost`(sql: String, name: String)
    async throws
  {
    let scene = try BackupRestoreScene()
    try scene.scene.hold("pg_dump", .after)
    let restoring = try scene.start()
    try await scene.scene.waitUntilHeld(restoring)
    try scene.psql(sql)
    let before = try scene.state()
    try scene.scene.letGo()
    #expect(restoring.end() == 1, "\(restoring.output)")
    #expect(restoring.output.contains("somebody made or altered"), "\(restoring.output)")
    #expect(restoring.output.contains(name), "\(restoring.output)")
    #expect(try scene.state() == before)
  }

  @Test func `not even what is made right before the drop is lost`() async throws {
    let scene = try BackupRestoreScene()
    let reader = try HeldSession(
      scene.scene.shelves.connection, "begin; select count(*) from guests;")
    let restoring = try scene.start("--lock-wait", "600")
    try await restoring.until("it waits for the reader") {
      try scene.psql(
        """
        select count(*) from pg_locks where not granted and mode = 'AccessExclusiveLock'
          and database = (select oid from pg_database where datname = current_database())
        """) == "1"
    }
    try scene.psql("create function late(g guests) returns int language sql as 'select 1'")
    let before = try scene.state()
    reader.end()
    #expect(restoring.end() == 1, "\(restoring.output)")
    #expect(restoring.output.contains("function public.late"), "\(restoring.output)")
    #expect(try scene.state() == before)
  }

  @Test func `who has a table locked is named, and not ended`() throws {
    let scene = try BackupRestoreScene()
    let connection = "\(scene.scene.shelves.connection) application_name=till"
    let writer = try HeldSession(
      connection, "begin; insert into guests values (1000, 'late') returning id;")
    try expectNothing(scene, 1, "till, since ") { try scene.restore("--lock-wait", "1") }
    #expect(try scene.copies() == [])
    #expect(writer.ask("select 2;") == "2")
    writer.end()
    // A reader lets the copy be made, and has to end before anything is dropped.
    let reader = try HeldSession(connection, "begin; select count(*) from guests;")
    try expectNothing(scene, 1, "holds public.guests") { try scene.restore("--lock-wait", "1") }
    #expect(reader.ask("select count(*) from guests;") == "400")
    reader.end()
    #expect(try scene.restore().code == 0)
  }

  @Test(arguments: [
    (
      "create operator === (leftarg = int, rightarg = int, function = int4eq)",
      "operator public.==="
    ),
    ("select lo_create(0)", "large object"),
    ("create publication news for table guests", "publication news"),
    (
      "create text search configuration tea (copy = simple)", "text search configuration public.tea"
    ),
    ("create extension file_fdw; create server f foreign data wrapper file_fdw", "server f"),
  ])
  func `what no comparison knows is not dropped`(sql: String, name: String) throws {
    let scene = try BackupRestoreScene()
    try scene.psql(sql)
    try expectNothing(scene, 1, name) { try scene.restore() }
    #expect(try scene.copies() == [])
  }

  @Test func `what belongs to others is seen before anything is done`() throws {
    let scene = try BackupRestoreScene()
    let role = "\(scene.database)_role"
    try scene.psql("create role \(role) login; grant pg_read_all_data to \(role)")
    try scene.psql("alter database \(scene.database) owner to \(role)")
    try expectNothing(scene, 1, "which belongs to postgres") {
      try scene.restore(environment: ["TEA_URL": "\(scene.scene.shelves.connection) user=\(role)"])
    }
    #expect(try scene.copies() == [])
    try scene.psql("alter database \(scene.database) owner to postgres; drop role \(role)")
  }

  @Test func `another session's temporary view is not dropped with its table`() throws {
    let scene = try BackupRestoreScene()
    let session = try HeldSession(
      scene.scene.shelves.connection, "create temp view mine as select * from guests; select 1;")
    try expectNothing(scene, 1, "a temporary one of a session") { try scene.restore() }
    #expect(session.ask("select count(*) from mine;") == "400")
    session.end()
  }
}
