import Glibc
import Testing

/// `temae rehearse` on a copy of a real database.
struct RehearseTests {
  @Test func `a runbook goes forward and back on a copy, and nothing else is touched`() throws {
    let here = try RehearsalScene(
      RehearsalScene.table + RehearsalScene.rows(undo: "update bowls set size = size - 1"))
    let before = try here.scene.shelves.psql("select count(*), sum(size) from bowls")
    let ending = try here.rehearse()
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("✓ step 1  Make a table: undone exactly"), "\(ending.output)")
    #expect(ending.output.contains("✓ step 2  Change rows: undone exactly"))
    #expect(ending.output.contains("2/outside (line"), "\(ending.output)")
    #expect(ending.output.contains("it names no database (db=)"))
    #expect(ending.output.contains("a person does it"))
    #expect(ending.output.contains("✓ the copy is as it was"))
    #expect(try here.scene.shelves.psql("select count(*), sum(size) from bowls") == before)
    #expect(
      try here.scene.shelves.psql("select to_regclass('shelf'), to_regnamespace('temae')") == "|")
    #expect(try here.scene.shell("ls").contains("outside") == false)
  }

  @Test func `a way back that rewrites rows is found although there are as many of them`() throws {
    let here = try RehearsalScene(
      RehearsalScene.table + RehearsalScene.rows(undo: "update bowls set size = size - 2"))
    let ending = try here.rehearse("--format", "json")
    #expect(ending.code == 2, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains(#""verdict": "undone""#), "\(ending.output)")
    #expect(ending.output.contains(#""verdict": "differs""#))
    #expect(ending.output.contains(#""object": "public.bowls""#))
    #expect(ending.output.contains("as many rows as expected (3), and not the same ones"))
    #expect(ending.output.contains(#""good": false"#))
  }

  @Test func `a change without a way back is named, and left as it is`() throws {
    let here = try RehearsalScene(
      """
      ### Step 1: Make a table

      ```sql {#shelf db=main}
      create table shelf ();
      ```

      """)
    let ending = try here.rehearse()
    #expect(ending.code == 2, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("✗ step 1  Make a table: cannot be undone"), "\(ending.output)")
    #expect(ending.output.contains("1/shelf: the document does not say how to undo it"))
    #expect(ending.output.contains("table public.shelf is there, and was not expected"))
  }

  @Test func `a runbook that fails on the way is undone from there, and its journal is kept`()
    throws
  {
    let here = try RehearsalScene(
      RehearsalScene.table + """
        ### Step 2: Fail

        ```sql {#fail db=main}
        select 1 / 0;
        ```

        """)
    let ending = try here.rehearse()
    #expect(ending.code == 1, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("✓ step 1  Make a table: undone exactly"), "\(ending.output)")
    #expect(ending.output.contains("✗ the way forward: it stopped at 2/fail"), "\(ending.output)")
    let marker = "its journal is kept: "
    let line = try #require(
      ending.output.split(separator: "\n").first { $0.contains(marker) })
    let journal = String(line.drop { $0 != "/" })
    let log = try here.scene.shelves.temae("log", "2/fail", "--journal", journal)
    #expect(log.code == 0 && log.output.contains("2/fail"), "\(log.output)\(log.error)")
    try here.scene.shell(
      "rm -r '\(journal.split(separator: "/").dropLast().map { "/\($0)" }.joined())'")
  }

  @Test func `without a verified backup of the database nothing is rehearsed`() throws {
    let here = try RehearsalScene(RehearsalScene.table)
    let (scene, backup) = (here.scene, here.backup)
    let other = RehearsalScene.head.replacingFirst(
      "env: TEA_URL", with: "env: TEA_URL\n    expect:\n      database: elsewhere")
    try scene.shelves.place.write("other.md", other + RehearsalScene.table)
    var ending = try here.rehearse(document: "other.md")
    #expect(ending.code == 65)
    #expect(ending.error.contains("and main is elsewhere"), "\(ending.error)")
    try scene.shell("printf x >>'\(backup)/capture.json'")
    ending = try here.rehearse()
    #expect(ending.code == 65)
    #expect(ending.error.contains("capture.json has"), "\(ending.error)")
    try scene.shell("rm '\(backup)/verification.json'")
    ending = try here.rehearse()
    #expect(ending.code == 65)
    #expect(ending.error.contains("nothing has verified \(backup)"), "\(ending.error)")
    let unknown = try Program.run(
      ["rehearse", "steps.md", "--on", "prod", "--backup", backup],
      in: scene.shelves.place.path, environment: scene.environment)
    #expect(unknown.code == 64)
    #expect(unknown.error.contains("name one of: main"), "\(unknown.error)")
  }
}
