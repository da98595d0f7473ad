import TemaeCore
import TemaePostgres
import TestSupport
import Testing

@Suite struct TargetTests {
  private func identity(_ connection: String) async throws -> TargetIdentity {
    try await PostgresDatabase().identity(connection: connection, connectTimeoutSeconds: 5)
  }

  @Test func `a server says who it is`() async throws {
    let database = try await TestDatabase(markers: false)
    let identity = try await identity(database.connection)
    #expect(
      try database.psql("select system_identifier from pg_control_system()")
        == identity.systemIdentifier)
    #expect(identity.timeline == 1)
    #expect(identity.host == "\(database.cluster.socketDirectory):5432")
    #expect(identity.role == "postgres")
    #expect(try database.psql("show server_version").hasPrefix(identity.serverVersion))
    #expect(!identity.serverVersion.contains(" "))
  }

  @Test func `a role that may not ask for the identifier still has an identity`() async throws {
    let database = try await TestDatabase(markers: false)
    let name = try database.psql("select current_database()")
    try database.psql(
      "create role \(name) login; revoke execute on function pg_control_system() from public")
    let connection = database.cluster.connection(database: name, user: name)
    let here = try await identity(connection)
    #expect(here.systemIdentifier == "")
    #expect(here.timeline == 1)
    // Then only the host tells two servers apart.
    var elsewhere = here
    elsewhere.host = "other:5432"
    #expect(here.difference(from: elsewhere)?.contains("host is") == true)
  }

  @Test func `on another target than the pinned one nothing is sent`() async throws {
    let pinned = try await TestDatabase()
    let other = try await TestDatabase()
    var order = other.order(.transaction, "create table t ()")
    order.pinned = try await pinned.pin()
    let end = await other.perform(order)
    guard case .mismatched(let difference) = end.status else {
      Issue.record("\(end.status)")
      return
    }
    #expect(difference.hasPrefix("database is test_"))
    #expect(end.target?.database == (try other.psql("select current_database()")))
    #expect(try other.psql("select to_regclass('t') is null") == "t")
    #expect(try other.markers() == "")
    order.pinned = try await other.pin()
    #expect(await other.perform(order).status == .succeeded)
  }

  @Test func `a database that was put back to a backup is not as it was pinned`() async throws {
    let database = try await TestDatabase()
    let before = try await identity(database.connection)
    #expect(before.restore == nil)
    try database.psql(
      """
      create table temae.restore
        (number bigint, at timestamptz not null, backup text not null, run text, activity text);
      insert into temae.restore values (2, '2026-02-01 01:02:03.000004+00', 'b', 'r2', '1/back'),
        (1, '2026-03-01 01:02:03+00', 'b', null, null)
      """)
    let after = try await identity(database.connection)
    let restore = try #require(after.restore)
    #expect(restore.at.description == "2026-02-01T01:02:03.000004Z")
    #expect((restore.run, restore.activity) == ("r2", "1/back"))
    var order = database.order(.transaction, "create table t ()")
    order.pinned = Pin(before, run: "r1")
    guard case .mismatched(let difference) = await database.perform(order).status else {
      Issue.record("it was sent")
      return
    }
    #expect(difference == "it was put back to a backup at 2026-02-01T01:02:03.000004Z")
    order.pinned = Pin(before, run: "r2")
    #expect(await database.perform(order).status == .succeeded, "its own block did it")
  }

  @Test(arguments: [
    "postgresql://mei:s3cret@127.0.0.1:1/tea", "host=127.0.0.1 port=1 password=s3cret user=mei",
  ]) func `an unreachable server is named without the password`(connection: String) async throws {
    let error = await #expect(throws: PostgresError.self) { try await identity(connection) }
    let text = try #require(error).description
    #expect(text.contains("127.0.0.1:1"))
    #expect(text.contains("Check that the server runs there"))
    #expect(!text.contains("s3cret"))
    let order = SQLOrder(
      connection: connection, pinned: nil, run: "r", activity: "1", attempt: 1, mode: .readOnly,
      pieces: [SQLOrder.Piece(file: nil, text: "select 1", firstLine: 1)])
    let failure = await PostgresDatabase().perform(order) { _, _ in }.failure
    #expect(failure?.mayHaveTakenEffect == false)
    #expect(failure?.message.contains("s3cret") == false)
  }

  /// libpq would take parts of such a password for the host or the port, and print them.
  @Test(arguments: [
    "postgresql://mei:p@s3cret@127.0.0.1:1/tea", "postgresql://mei:s3cret/x@127.0.0.1:1/tea",
    "postgresql://mei:s3cret%zz@127.0.0.1/tea", "s3cret", "host=h s3cret", " ",
  ]) func `a string that cannot be used is never repeated`(connection: String) async throws {
    let error = await #expect(throws: PostgresError.self) { try await identity(connection) }
    guard case .badConnectionString = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.description.contains("s3cret") == false)
  }

  @Test func `a connection string becomes the variables of libpq`() throws {
    let variables = try PostgresDatabase.environment(
      of: "postgresql://mei:p%40ss@db.example:6000/tea?sslmode=require&connect_timeout=3")
    let expected = [
      "PGUSER": "mei", "PGPASSWORD": "p@ss", "PGHOST": "db.example", "PGPORT": "6000",
      "PGDATABASE": "tea", "PGSSLMODE": "require", "PGCONNECT_TIMEOUT": "3",
    ]
    #expect(Dictionary(uniqueKeysWithValues: variables.map { ($0.name, $0.value) }) == expected)
  }

  @Test func `a report shows the role's privileges and who is in the way`() async throws {
    let database = try await TestDatabase()
    try database.psql("create table t (n int)")
    async let holder = database.perform(.transaction, "lock table t; select pg_sleep(30)")
    #expect(try await database.waitsUntilSleeping())
    var waiting = database.order(.transaction, "select * from t", attempt: 2)
    waiting.applicationName = "waiter"
    let order = waiting
    async let waiter = database.perform(order)
    #expect(
      try await database.waits(
        until: "select exists (select from pg_stat_activity where wait_event_type = 'Lock' "
          + "and datname = current_database())"))
    let report = try await database.postgres.report(connection: database.connection)
    #expect(report.hasMarkerTable)
    #expect(!report.isStandby && !report.isPooled)
    #expect(report.privileges.first == "superuser")
    #expect(report.holders.map(\.waitingCount) == [1])
    #expect(report.holders.first?.who == "postgres (temae/0123456789abcdef)")
    database.postgres.cancel(run: "r1", activity: "6/push", attempt: 1)
    #expect(await holder.failure?.state == "57014")
    #expect(await waiter.status == .succeeded)
  }
}
