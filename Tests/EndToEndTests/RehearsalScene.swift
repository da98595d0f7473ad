import Testing

/// A database, a verified backup of it, and documents that are rehearsed on copies of it.
struct RehearsalScene {
  static let head = """
    ---
    temae: 1
    title: Rehearsed
    databases:
      main:
        env: TEA_URL
    ---
    # Rehearsed

    ## Phase 1: Change


    """

  static let table = """
    ### Step 1: Make a table

    ```sql {#shelf db=main}
    create table shelf (id int generated always as identity primary key, bowl int);
    insert into shelf (bowl) select id from bowls;
    ```

    ```sql {.rollback db=main}
    drop table shelf;
    ```


    """

  static func rows(undo: String) -> String {
    """
    ### Step 2: Change rows

    - [ ] Somebody has been told

    ```bash {#sizes db=main}
    psql -XAtqc 'update bowls set size = size + 1'
    mkdir "of-$TEMAE_RUN"
    test -z "${ELSEWHERE:-}"
    case $TEA_URL in *temae-scratch*) ;; *) exit 9 ;; esac
    test "$(psql -XAtqc 'select system_identifier from pg_control_system()')" != "$(cat system)"
    test "$PGDATABASE" = "$(psql -XAtqc 'select current_database()')"
    ```

    ```bash {.rollback db=main}
    psql -XAtqc '\(undo)'
    ```

    ```bash {#outside}
    touch outside
    ```


    """
  }

  let scene: BackupScene
  let backup: String

  /// Writes `steps.md` with these steps, and takes a backup that is verified.
  init(_ steps: String) throws {
    scene = try BackupScene()
    backup = try scene.taken("--name", "one")
    let verified = try scene.backup("verify", backup)
    try #require(verified.code == 0, "\(verified.output)\(verified.error)")
    try scene.shelves.place.write("steps.md", Self.head + steps)
    let system = try scene.shelves.psql("select system_identifier from pg_control_system()")
    try scene.shelves.place.write("system", system)
  }

  /// What a person has set when they rehearse: it leads to the database, and elsewhere.
  var environment: [String: String] {
    var environment = scene.environment
    environment["ELSEWHERE"] = "postgres://mei@db.example/shop"
    environment["PGHOST"] = "/nowhere"
    return environment
  }

  /// Rehearses a document on the backup.
  func rehearse(
    _ words: String..., document: String = "steps.md"
  ) throws -> Program.Ending {
    try Program.run(
      ["rehearse", document, "--on", "main", "--backup", backup] + words,
      in: scene.shelves.place.path, environment: environment)
  }

  /// Starts to rehearse, and goes on.
  func start() throws -> Background {
    try Background(
      ["rehearse", "steps.md", "--on", "main", "--backup", backup],
      in: scene.shelves.place.path, environment: environment)
  }

  /// The text of a file beside the document; empty where it is not.
  func text(_ name: String) -> String { Program.text("\(scene.shelves.place.path)/\(name)") }
}
