import TestSupport

/// A small production database on a real server, and a runbook with every kind of SQL activity.
struct Shelves {
  let place: Workplace
  let connection: String
  let database: String
  private let cluster: PostgresCluster

  /// Makes the database, with what it must hold before the window unless told otherwise.
  init(isPrepared: Bool = true) throws {
    place = try Workplace()
    cluster = try PostgresCluster.shared()
    connection = try cluster.makeDatabase()
    database = try cluster.psql(connection, "select current_database()")
    try cluster.psql(
      connection,
      """
      create table bowls (id int generated always as identity primary key, size int);
      insert into bowls (size) select generate_series(1, 3);
      create schema supabase_migrations;
      create table supabase_migrations.schema_migrations
        (version text primary key, statements text[], name text);
      """)
    try place.write("shelves.md", Self.document.replacingFirst("DATABASE", with: database))
    try place.write("20260101000000_shelves.sql", Self.migration)
    if isPrepared { try temae("target", "init", "shelves.md") }
  }

  /// Runs `temae` with the database's variable.
  @discardableResult
  func temae(_ words: String...) throws -> Program.Ending {
    try Program.run(words, in: place.path, environment: ["TEA_URL": connection])
  }

  /// The rows of a query, as psql prints them.
  @discardableResult
  func psql(_ sql: String) throws -> String { try cluster.psql(connection, sql) }

  static let document = #"""
    ---
    temae: 1
    title: Shelves
    databases:
      main:
        env: TEA_URL
        expect:
          database: DATABASE
    ---
    # Shelves

    ## Phase 1: Before

    ### Step 1: Count

    ```sql {.capture #rows capture=rows db=main}
    select count(*) from bowls;
    ```

    ```sql {.check #numbers db=main unchanged}
    select sum(size) from bowls;
    ```

    ## Phase 2: Apply

    ### Step 2: Apply

    Already there?

    ```sql {.probe db=main equals=1}
    select count(*) from pg_class where relname = 'shelves';
    ```

    ```sql {#apply db=main history=supabase}
    \i 20260101000000_shelves.sql
    ```

    ```sql {.check #same db=main equals=@rows}
    select count(*) from bowls;
    ```

    ```sql {.check #least db=main at-least=1}
    select count(*) from bowls;
    ```

    ```sql {.check #most db=main at-most=9}
    select count(*) from bowls;
    ```

    ```sql {.check #like db=main matches="/^sh.lves$/"}
    select relname from pg_class where relname = 'shelves';
    ```

    ```sql {.check #none db=main empty}
    select * from shelves where bowl is null;
    ```

    ### Step 3: Index

    ```sql {.probe db=main equals=t}
    select coalesce((select indisvalid from pg_index where indexrelid = to_regclass('shelves_bowl')), false);
    ```

    ```sql {#index db=main no-tx}
    create index concurrently shelves_bowl on shelves (bowl);
    ```

    ### Step 4: Try without a trace

    ```sql {#try db=main discard}
    insert into bowls (size) values (99);
    select count(*) from bowls;
    ```

    ```sql {#look db=main readonly}
    select count(*) from shelves;
    ```

    ```bash {#shell db=main}
    psql -XAtc "select 'by psql: ' || count(*) from shelves"
    ```

    """#

  static let migration = """
    create table if not exists bowls (id int);
    create table shelves (id int generated always as identity primary key, bowl int references bowls (id));
    insert into shelves (bowl) select id from bowls;

    """
}
