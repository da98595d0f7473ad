import TestSupport
import Testing

/// A run goes on with the document and the files that it was opened with, whatever became of them.
struct PinnedDocumentTests {
  private static let document = """
    ---
    temae: 1
    title: Pinned
    ---
    # Pinned

    ## Phase 1: Do it

    ### Step 1: Ask

    - [ ] Go on

    ### Step 2: Work

    ```bash
    echo as opened >>trace
    ```

    """

  private static let including = """
    ---
    temae: 1
    title: Fill
    databases: {main: {env: MAIN_URL}}
    ---
    # Fill

    ## Step 1: Apply

    - [ ] Go on

    ```sql {db=main}
    \\i fill.sql
    ```

    """

  /// What may become of a file while a run stands still.
  private static let fates = [
    "echo >>pinned.md; sed -i 's/as opened/as changed/' pinned.md",
    "rm pinned.md",
    "rm pinned.md && mkdir pinned.md",
    "rm pinned.md && ln -s nowhere pinned.md",
  ]

  @Test(arguments: fates)
  func `the document that is resumed is the one that was opened`(fate: String) throws {
    let place = try Workplace()
    try place.write("pinned.md", Self.document)
    #expect(try place.temae("run", "pinned.md", "--no-wait", "--unattended").code == 3)
    #expect(try Workplace.shell("cd '\(place.path)' && \(fate)") == 0)
    #expect(try place.temae("answer", "1/1", "yes").code == 0)
    let resumed = try place.temae("resume", "--no-wait", "--unattended")
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    #expect((resumed.output + resumed.error).contains("pinned.md"), "\(resumed.error)")
    #expect((resumed.output + resumed.error).contains("temae amend"), "\(resumed.error)")
    #expect(Program.text("\(place.path)/trace") == "as opened\n")
  }

  @Test(arguments: ["sed -i s/1/2/ fill.sql", "rm fill.sql", "rm fill.sql && mkdir fill.sql"])
  func `an included file is the one that was pinned`(fate: String) throws {
    let place = try Workplace()
    let cluster = try PostgresCluster.shared()
    let connection = try cluster.makeDatabase()
    try cluster.psql(connection, "create table log (n int)")
    try place.write("fill.sql", "insert into log values (1);\n")
    try place.write("fill.md", Self.including)
    let variables = ["MAIN_URL": connection]
    let words = ["--no-wait", "--unattended"]
    for (command, code) in [(["target", "init", "fill.md"], 0), (["run", "fill.md"] + words, 3)] {
      let ending = try Program.run(command, in: place.path, environment: variables)
      #expect(Int(ending.code) == code, "\(ending.output)\(ending.error)")
    }
    #expect(try Workplace.shell("cd '\(place.path)' && \(fate)") == 0)
    #expect(try place.temae("answer", "1/1", "yes").code == 0)
    let resumed = try Program.run(["resume"] + words, in: place.path, environment: variables)
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    #expect((resumed.output + resumed.error).contains("fill.sql"), "\(resumed.error)")
    #expect(try cluster.psql(connection, "select n from log") == "1")
  }
}
