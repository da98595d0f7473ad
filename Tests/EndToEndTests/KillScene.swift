import Glibc
import TestSupport
import Testing

/// A run of one change on a real PostgreSQL, and somebody who kills.
///
/// The change makes table `a`, works for a while, makes table `b` and inserts a row into `log`.
final class KillScene {
  /// How long the change works; the kills come early in it.
  static let seconds = 4

  let place: Workplace
  let cluster: PostgresCluster
  let connection: String
  /// How temae reaches the database, where it is not as the test does.
  var reached: String?
  private var runner: pid_t = 0

  static let work =
    "create table a (); select pg_sleep(\(seconds)); create table b (); insert into log values (1)"

  /// A scene whose step 1 is the given blocks; a probe and a check follow them.
  init(_ blocks: String, probe: String? = probe, markers: Bool = true) throws {
    place = try Workplace()
    cluster = try PostgresCluster.shared()
    connection = try cluster.makeDatabase()
    try cluster.psql(connection, "create table log (n int)")
    try place.write(
      "move.md",
      """
      ---
      temae: 1
      title: Move
      databases: {main: {env: MAIN_URL}}
      ---
      # Move

      ## Step 1: Apply

      \(blocks)

      \(probe ?? "")

      ```sql {.check db=main equals=1}
      select count(*) from log;
      ```
      """)
    if markers { #expect(try temae("target", "init", "move.md").code == 0) }
  }

  /// Tells by the last thing that the change does.
  static let probe = """
    ```sql {.probe db=main equals=t}
    select to_regclass('b') is not null;
    ```
    """

  @discardableResult
  func temae(_ words: String...) throws -> Program.Ending {
    try Program.run(words, in: place.path, environment: ["MAIN_URL": reached ?? connection])
  }

  @discardableResult
  func psql(_ sql: String) throws -> String { try cluster.psql(connection, sql) }

  // MARK: The first runner

  /// Starts the run and waits until the change is at work.
  func start(until question: String = KillScene.isAtWork) throws {
    runner = try Program.start(
      ["run", "move.md", "--no-wait", "--unattended"], in: place.path,
      environment: ["MAIN_URL": reached ?? connection])
    try #require(try waits(until: question), "\(Program.text(place.path + "/.background"))")
  }

  /// Whether a backend of this database sleeps in the change.
  static let isAtWork = """
    select exists (select from pg_stat_activity where datname = current_database()
      and wait_event = 'PgSleep')
    """

  /// Whether no backend but the asking one works in this database.
  static let isQuiet = """
    select count(*) = 0 from pg_stat_activity where datname = current_database()
      and pid <> pg_backend_pid() and backend_type = 'client backend'
    """

  func waits(until question: String, seconds: Int = 20) throws -> Bool {
    for _ in 0..<(seconds * 50) {
      if try psql(question) == "t" { return true }
      usleep(20_000)
    }
    return false
  }

  func killRunner() {
    kill(runner, SIGKILL)
    _ = Program.wait(runner)
  }

  /// What the first runner came to when nobody killed it.
  func waitForRunner() -> Int32 { Program.wait(runner) }

  func signalRunner(_ signal: Int32) { kill(runner, signal) }

  /// Signals every process of this scene whose program has this name.
  func signal(_ name: String, _ signal: Int32) throws {
    // The command's processes work in the scene's directory; the supervisor was told a path in it.
    let command = """
      for p in $(pgrep -x '\(name.prefix(15))'); do
        if [ "$(readlink /proc/$p/cwd)" = '\(place.path)' ] ||
          grep -qaF '\(place.path)/' /proc/$p/cmdline; then kill -\(signal) $p; fi
      done
      """
    try Workplace.shell(command)
  }

  // MARK: What is so

  /// What is true: `a` and `b` are there, and how many rows.
  func truth() throws -> String {
    try psql(
      """
      select concat_ws(' ', case when to_regclass('a') is not null then 'a' end,
        case when to_regclass('b') is not null then 'b' end, (select count(*) from log))
      """)
  }

  /// How the attempts of the change ended, from the journal: `attempt type verdict evidence`.
  func history() throws -> [String] { try place.history(of: "1/change") }

  @discardableResult
  func resume() throws -> Program.Ending { try temae("resume", "--no-wait", "--unattended") }

  /// The end of every scene: the row is there once, and the journal is whole.
  func expectOneEffect() throws {
    #expect(try truth() == "a b 1")
    #expect(try temae("status").code == 0)
    #expect(try temae("journal", "verify").code == 0)
  }
}
