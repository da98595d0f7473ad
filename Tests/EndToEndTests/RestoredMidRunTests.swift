import TestSupport
import Testing

/// Somebody puts the database back to a backup while a run waits: nothing goes on as if what the run
/// had done were there.
struct RestoredMidRunTests {
  private static let document = """
    ---
    temae: 1
    title: Move
    databases: {main: {env: TEA_URL}}
    ---
    # Move

    ## Step 1: Apply

    ```sql {#marked db=main}
    create table marked (n int);
    ```

    ```bash {.rollback #unmarked db=main}
    psql -Xqc 'drop table marked'
    ```

    ```bash {#probed db=main}
    psql -Xqc 'create table probed (n int)'
    ```

    ```sql {.probe db=main equals=1}
    select count(*) from pg_class where relname = 'probed';
    ```

    ```bash {.rollback #unprobed db=main}
    psql -Xqc 'drop table probed'
    ```

    ## Step 2: Finish

    ```sql {#last db=main}
    create table last as select count(*) as n from marked cross join probed;
    ```
    """

  private let scene: BackupRestoreScene

  init() throws {
    scene = try BackupRestoreScene(isAltered: false)
    try scene.scene.shelves.place.write("move.md", Self.document)
    #expect(try temae("run", "move.md", "--no-wait", "--unattended", "--until", "1").code == 3)
  }

  private func temae(_ words: String...) throws -> Program.Ending {
    var environment = scene.scene.environment
    environment["PATH"] = "\(Program.directory):/usr/local/bin:/usr/bin:/bin"
    return try Program.run(
      words, in: scene.scene.shelves.place.path, environment: environment)
  }

  private func tables() throws -> String {
    try scene.psql(
      "select string_agg(relname, ' ' order by relname) from pg_class "
        + "where relname in ('marked', 'probed', 'last')")
  }

  @Test func `what had succeeded is put to a person, and done again only on their word`() throws {
    #expect(try tables() == "marked probed")
    #expect(try scene.restore().code == 0)
    #expect(try tables() == "")
    let before = try scene.scene.shelves.place.sqlite("select count(*) from event;")
    let refused = try temae("resume", "--no-wait", "--unattended")
    #expect(refused.code == 65)
    for text in ["it was put back to a backup at 20", "1/marked, 1/probed", "--repin REASON"] {
      #expect(refused.error.contains(text), "\(refused.error)")
    }
    #expect(try scene.scene.shelves.place.sqlite("select count(*) from event;") == before)

    let resumed = try temae("resume", "--no-wait", "--unattended", "--repin", "Mio restored it")
    #expect(resumed.code == 6, "\(resumed.output)\(resumed.error)")
    #expect(try tables() == "")
    #expect(try temae("settle", "1/marked", "--again", "--reason", "it is gone").code == 0)
    #expect(try temae("resume", "--no-wait", "--unattended").code == 6, "its probe says no")
    #expect(try temae("settle", "1/probed", "--again", "--reason", "it is gone").code == 0)
    let end = try temae("resume", "--no-wait", "--unattended")
    #expect(end.code == 0, "\(end.output)\(end.error)")
    #expect(try tables() == "last marked probed")
  }

  @Test func `the run goes back from there too, without going on`() throws {
    let typed = try temae(
      "do", "--unattended", "--reason", "rows were lost", "--", "temae", "backup", "restore",
      scene.backup, "shelves.md")
    #expect(typed.code == 0, "\(typed.output)\(typed.error)")
    #expect(try tables() == "")
    let words = ["rollback", "move-1", "--yes", "move-1", "--unattended", "--reason", "it is late"]
    func back(_ more: String...) throws -> Program.Ending {
      var environment = scene.scene.environment
      environment["PATH"] = "\(Program.directory):/usr/local/bin:/usr/bin:/bin"
      return try Program.run(
        words + more, in: scene.scene.shelves.place.path, environment: environment)
    }
    let refused = try back()
    #expect(refused.code == 65, "\(refused.output)\(refused.error)")
    #expect(refused.error.contains("temae rollback move-1 --repin REASON"), "\(refused.error)")
    let settled = try back("--repin", "it was restored")
    #expect(settled.code == 6, "\(settled.output)\(settled.error)")
    for id in ["1/marked", "1/probed"] {
      #expect(try temae("settle", id, "--again", "--reason", "it is gone").code == 0)
    }
    let asking = try temae("resume", "--unattended")
    #expect(asking.output.contains("run/do-1@undo"), "\(asking.output)\(asking.error)")
    #expect(try temae("answer", "run/do-1@undo", "yes").code == 0)
    let end = try temae("resume", "--unattended")
    #expect(end.code == 5, "\(end.output)\(end.error)")
    #expect(!end.output.contains("1/unmarked"), "nothing is there to be undone: \(end.output)")
    #expect(try tables() == "")
  }
}
