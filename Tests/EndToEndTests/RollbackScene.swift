import TestSupport
import Testing

/// A run on a real PostgreSQL whose changes and ways back leave a word each in the table `log`.
struct RollbackScene {
  let place: Workplace
  let connection: String
  private let cluster: PostgresCluster

  init(_ document: String = document) throws {
    place = try Workplace()
    cluster = try PostgresCluster.shared()
    connection = try cluster.makeDatabase()
    try cluster.psql(
      connection,
      "create table log (n int generated always as identity, word text); create table gate (n int)")
    try place.write("move.md", document)
    #expect(try temae("target", "init", "move.md").code == 0)
  }

  var environment: [String: String] { ["MAIN_URL": connection] }

  @discardableResult
  func temae(_ words: String...) throws -> Program.Ending {
    try Program.run(words, in: place.path, environment: environment)
  }

  /// Runs the document; what it comes to is for the test to say.
  @discardableResult
  func run() throws -> Program.Ending { try temae("run", "move.md", "--no-wait", "--unattended") }

  /// Rolls the run back without asking anybody.
  @discardableResult
  func rollBack(_ words: String...) throws -> Program.Ending {
    try Program.run(
      ["rollback", "--yes", "move-1", "--unattended", "--reason", "it is late"] + words,
      in: place.path, environment: environment)
  }

  @discardableResult
  func psql(_ sql: String) throws -> String { try cluster.psql(connection, sql) }

  /// What was done and undone, in this order.
  func log() throws -> String {
    try psql("select string_agg(word, ', ' order by n) from log")
  }

  /// The types of the run's events that say how it stands.
  func milestones() throws -> [String] {
    try place.sqlite(
      """
      select type from event where type glob 'r*.*' and type not in ('runbook.amended')
        order by seq;
      """
    ).split(separator: "\n").map(String.init)
  }

  /// A change of SQL and its way back, each in a transaction with its word.
  static func change(_ word: String, undo settings: String = "") -> String {
    """
    ```sql {#\(word) db=main}
    create table \(word) ();
    insert into log (word) values ('\(word)');
    ```

    ```sql {.rollback #\(word)-back db=main\(settings)}
    drop table \(word);
    insert into log (word) values ('no \(word)');
    ```
    """
  }

  /// Three steps: two of SQL, one of a shell.
  static let document = """
    ---
    temae: 1
    title: Move
    databases: {main: {env: MAIN_URL}}
    ---
    # Move

    ## Step 1: Cups

    ```sql {.capture capture=tables db=main}
    select count(*) from pg_class where relname in ('cups', 'pots');
    ```

    ```sql {.check #same db=main equals=@tables}
    select 0;
    ```

    \(change("cups"))

    ## Step 2: Leaves

    ```bash {#leaves db=main}
    psql -XAtqc "insert into log (word) values ('leaves')"
    ```

    ```bash {.rollback #leaves-back db=main}
    psql -XAtqc "insert into log (word) values ('no leaves')"
    ```

    ## Step 3: Pots

    \(change("pots"))

    """
}
