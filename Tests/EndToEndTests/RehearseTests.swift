import Glibc
import Testing

/// `temae rehearse` on a copy of a real database.
struct RehearseTests {
  private static let head = """
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

  private static let table = """
    ### Step 1: Make a table

    ```sql {#shelf db=main}
    create table shelf (id int generated always as identity primary key, bowl int);
    insert into shelf (bowl) select id from bowls;
    ```

    ```sql {.rollback db=main}
    drop table shelf;
    ```


    """

  private static func rows(undo: String) -> String {
    """
    ### Step 2: Change rows

    - [ ] Somebody has been told

    ```bash {#sizes db=main}
    psql -XAtqc 'update bowls set size = size + 1'
    test -z "${ELSEWHERE:-}"
    case $TEA_URL in *temae-scratch*) ;; *) exit 9 ;; esac
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

  private func scene(_ steps: String) throws -> (scene: BackupScene, backup: String) {
    let scene = try BackupScene()
    let backup = try scene.taken("--name", "one")
    let verified = try scene.backup("verify", backup)
    try #require(verified.code == 0, "\(verified.output)\(verified.error)")
    try scene.shelves.place.write("steps.md", Self.head + steps)
    return (scene, backup)
  }

  private func rehearse(
    _ scene: BackupScene, _ words: String..., document: String = "steps.md"
  ) throws -> Program.Ending {
    var environment = scene.environment
    environment["ELSEWHERE"] = "postgres://mei@db.example/shop"
    environment["PGHOST"] = "/nowhere"
    return try Program.run(
      ["rehearse", document, "--on", "main"] + words, in: scene.shelves.place.path,
      environment: environment)
  }

  @Test func `a runbook goes forward and back on a copy, and nothing else is touched`() throws {
    let (scene, backup) = try scene(
      Self.table + Self.rows(undo: "update bowls set size = size - 1"))
    let before = try scene.shelves.psql("select count(*), sum(size) from bowls")
    let ending = try rehearse(scene, "--backup", backup)
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("✓ step 1  Make a table: undone exactly"), "\(ending.output)")
    #expect(ending.output.contains("✓ step 2  Change rows: undone exactly"))
    #expect(ending.output.contains("2/outside (line"), "\(ending.output)")
    #expect(ending.output.contains("it names no database (db=)"))
    #expect(ending.output.contains("a person does it"))
    #expect(ending.output.contains("✓ the copy is as it was"))
    #expect(try scene.shelves.psql("select count(*), sum(size) from bowls") == before)
    #expect(try scene.shelves.psql("select to_regclass('shelf'), to_regnamespace('temae')") == "|")
    #expect(try scene.shell("ls").contains("outside") == false)
  }

  @Test func `a way back that rewrites rows is found although there are as many of them`() throws {
    let (scene, backup) = try scene(
      Self.table + Self.rows(undo: "update bowls set size = size - 2"))
    let ending = try rehearse(scene, "--backup", backup, "--format", "json")
    #expect(ending.code == 2, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains(#""verdict": "undone""#), "\(ending.output)")
    #expect(ending.output.contains(#""verdict": "differs""#))
    #expect(ending.output.contains(#""object": "public.bowls""#))
    #expect(ending.output.contains("as many rows as expected (3), and not the same ones"))
    #expect(ending.output.contains(#""good": false"#))
  }

  @Test func `a change without a way back is named, and left as it is`() throws {
    let (scene, backup) = try scene(
      """
      ### Step 1: Make a table

      ```sql {#shelf db=main}
      create table shelf ();
      ```

      """)
    let ending = try rehearse(scene, "--backup", backup)
    #expect(ending.code == 2, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("✗ step 1  Make a table: not undone"), "\(ending.output)")
    #expect(ending.output.contains("1/shelf: the document does not say how to undo it"))
    #expect(ending.output.contains("table public.shelf is there, and was not expected"))
  }

  @Test func `a runbook that fails on the way is undone from there, and its journal is kept`()
    throws
  {
    let (scene, backup) = try scene(
      Self.table + """
        ### Step 2: Fail

        ```sql {#fail db=main}
        select 1 / 0;
        ```

        """)
    let ending = try rehearse(scene, "--backup", backup)
    #expect(ending.code == 1, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("✓ step 1  Make a table: undone exactly"), "\(ending.output)")
    #expect(ending.output.contains("✗ the way forward: it stopped at 2/fail"), "\(ending.output)")
    let marker = "its journal is kept: "
    let line = try #require(
      ending.output.split(separator: "\n").first { $0.contains(marker) })
    let journal = String(line.drop { $0 != "/" })
    let log = try scene.shelves.temae("log", "2/fail", "--journal", journal)
    #expect(log.code == 0 && log.output.contains("2/fail"), "\(log.output)\(log.error)")
    try scene.shell("rm -r '\(journal.split(separator: "/").dropLast().map { "/\($0)" }.joined())'")
  }

  @Test func `without a verified backup of the database nothing is rehearsed`() throws {
    let scene = try BackupScene()
    try scene.shelves.place.write("steps.md", Self.head + Self.table)
    let backup = try scene.taken("--name", "one")
    var ending = try rehearse(scene, "--backup", backup)
    #expect(ending.code == 65)
    #expect(ending.error.contains("nothing has verified \(backup)"), "\(ending.error)")
    #expect(try scene.backup("verify", backup).code == 0)
    let other = Self.head.replacingFirst(
      "env: TEA_URL", with: "env: TEA_URL\n    expect:\n      database: elsewhere")
    try scene.shelves.place.write("other.md", other + Self.table)
    ending = try rehearse(scene, "--backup", backup, document: "other.md")
    #expect(ending.code == 65)
    #expect(ending.error.contains("and main is elsewhere"), "\(ending.error)")
    try scene.shell("printf x >>'\(backup)/capture.json'")
    ending = try rehearse(scene, "--backup", backup)
    #expect(ending.code == 65)
    #expect(ending.error.contains("capture.json has"), "\(ending.error)")
    let unknown = try Program.run(
      ["rehearse", "steps.md", "--on", "prod", "--backup", backup],
      in: scene.shelves.place.path, environment: scene.environment)
    #expect(unknown.code == 64)
    #expect(unknown.error.contains("name one of: main"), "\(unknown.error)")
  }

  @Test func `Ctrl-C leaves neither the copy nor a journal`() async throws {
    let (scene, backup) = try scene(
      """
      ### Step 1: Wait

      ```bash {#wait db=main}
      echo "$PGHOST" >host.new && mv host.new host
      until [ -e go ]; do sleep 0.05; done
      ```

      """)
    let rehearsal = try Background(
      ["rehearse", "steps.md", "--on", "main", "--backup", backup],
      in: scene.shelves.place.path, environment: scene.environment)
    let note = "\(scene.shelves.place.path)/host"
    try await rehearsal.until("the block waits") { !Program.text(note).isEmpty }
    let host = Program.text(note).split(separator: "\n").joined()
    rehearsal.send(SIGINT)
    #expect(rehearsal.end() == 130, "\(rehearsal.output)")
    #expect(try scene.shell("test -e '\(host)' || echo gone") == "gone")
    try scene.shell("touch go")
  }
}
