import Glibc
import TestSupport
import Testing

/// A run of one concurrent change of an index on a real PostgreSQL.
final class IndexScene {
  let place: Workplace
  private let cluster: PostgresCluster
  private let connection: String
  private var runner: pid_t = 0

  init() throws {
    place = try Workplace()
    cluster = try PostgresCluster.shared()
    connection = try cluster.makeDatabase()
    try psql(
      """
      create table cups (id int generated always as identity primary key, size int, glaze text);
      insert into cups (size, glaze) values (1, 'celadon');
      create index old_cups on cups (glaze);
      create table numbers as select 'old_cups'::regclass::oid as n
      """)
  }

  /// Makes the runbook of one statement, which needs no probe.
  func write(_ statement: String) throws {
    try place.write(
      "index.md",
      """
      ---
      temae: 1
      title: Index
      databases: {main: {env: MAIN_URL}}
      ---
      # Index

      ## Step 1: Change the index

      ```sql {#change db=main no-tx}
      \(statement);
      ```
      """)
  }

  @discardableResult
  func psql(_ sql: String) throws -> String { try cluster.psql(connection, sql) }

  private var environment: [String: String] { ["MAIN_URL": connection] }
  private static let words = ["--no-wait", "--unattended"]

  @discardableResult
  func temae(_ words: String...) throws -> Program.Ending {
    try Program.run(words, in: place.path, environment: environment)
  }

  func run() throws -> Program.Ending { try temae("run", "index.md", "--no-wait", "--unattended") }

  @discardableResult
  func resume() throws -> Program.Ending { try temae("resume", "--no-wait", "--unattended") }

  func resumeInBackground() throws -> Background {
    try Background(["resume"] + Self.words, in: place.path, environment: environment)
  }

  func history() throws -> [String] { try place.history(of: "1/change") }

  // MARK: The first runner

  /// Starts the run and waits until its statement waits for who holds the table.
  func start() throws {
    runner = try Program.start(
      ["run", "index.md"] + Self.words, in: place.path, environment: environment)
    try #require(try waits(until: Self.isBlocked), "\(Program.text(place.path + "/.background"))")
  }

  func killRunner() {
    kill(runner, SIGKILL)
    _ = Program.wait(runner)
  }

  func waitForRunner() -> Int32 { Program.wait(runner) }

  private static let builder = """
    datname = current_database() and wait_event_type = 'Lock' and query ~* 'index|cups'
      and application_name like 'temae/%'
    """
  private static let isBlocked =
    "select exists (select from pg_stat_activity where \(builder))"

  /// Ends the backend that builds, and waits until it is gone.
  func terminateBuilder() throws {
    try psql("select pg_terminate_backend(pid) from pg_stat_activity where \(Self.builder)")
    try #require(
      try waits(
        until: """
          select not exists (select from pg_stat_activity where datname = current_database()
            and application_name like 'temae/%')
          """))
  }

  func waits(until question: String, seconds: Int = 60) throws -> Bool {
    for _ in 0..<(seconds * 20) {
      if try psql(question) == "t" { return true }
      usleep(50_000)
    }
    return false
  }

  // MARK: Who is in the way

  /// A transaction that has touched the table, until it is told to let go.
  final class Holder {
    private let scene: IndexScene
    private let process: pid_t
    private var isHeld = true

    fileprivate init(_ scene: IndexScene) throws {
      self.scene = scene
      process = try scene.startHolder()
      let question = """
        select exists (select from pg_locks l join pg_class c on c.oid = l.relation
          where c.relname = 'cups' and l.mode = 'RowExclusiveLock' and l.granted
            and l.database = (select oid from pg_database where datname = current_database()))
        """
      try #require(try scene.waits(until: question))
    }

    deinit { try? letGo() }

    func letGo() throws {
      guard isHeld else { return }
      isHeld = false
      try scene.psql("create table if not exists released ()")
      _ = Program.wait(process)
    }
  }

  func hold() throws -> Holder { try Holder(self) }

  private func startHolder() throws -> pid_t {
    try place.write(
      "holder.sql",
      """
      begin;
      delete from cups where false;
      do $$ begin
        while not exists (select from pg_class where relname = 'released') loop
          perform pg_sleep(0.05);
        end loop;
      end $$;
      rollback;
      """)
    try place.write("holder.sh", "exec psql -X -q -d '\(connection)' -f holder.sql")
    return try Program.startShell("cd '\(place.path)' && sh holder.sh >holder.out 2>&1")
  }
}
