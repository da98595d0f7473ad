import Testing

/// What becomes of a rehearsal's results, and what is rehearsed where somebody asks for more.
struct RehearsalResultsTests {
  private func plan(_ here: RehearsalScene, _ subject: String...) throws -> String {
    let ending = try Program.run(
      ["rollback", "--plan"] + subject, in: here.scene.shelves.place.path)
    #expect(ending.code == 0, "\(ending.error)")
    return ending.output
  }

  @Test func `the plan of the document, of its run, and the report know what was rehearsed`()
    throws
  {
    let here = try RehearsalScene(RehearsalScene.table)
    #expect(try plan(here, "./steps.md").contains("not known: nothing has been rehearsed"))
    #expect(try here.rehearse().code == 0)
    let foreseen = try plan(here, "./steps.md")
    #expect(foreseen.contains("rehearsed: took 1.0 s; step 1 was undone exactly"), "\(foreseen)")
    #expect(foreseen.contains("on a copy of main: the copy was as before"))
    let shelves = here.scene.shelves
    let prepared = try shelves.temae("target", "init", "steps.md")
    #expect(prepared.code == 0, "\(prepared.error)")
    let run = try shelves.temae("run", "steps.md", "--no-wait")
    #expect(run.code == 0, "\(run.output)\(run.error)")
    let runs = try shelves.temae("runs").output
    #expect(runs.contains("rehearsed-1") && !runs.contains("rehearsal"), "\(runs)")
    let planned = try plan(here)
    #expect(planned.contains("1.0 s when it was rehearsed"), "\(planned)")
    #expect(try plan(here, "--format", "json").contains(#""expectedSeconds": 1"#))
    let report = try shelves.temae("report").output
    #expect(report.contains("on a copy of main: the copy was as before"), "\(report)")
  }

  @Test func `a document that changed since its rehearsal says so, and expects nothing by it`()
    throws
  {
    let here = try RehearsalScene(RehearsalScene.table)
    #expect(try here.rehearse().code == 0)
    try here.scene.shell("sed -i 's/drop table shelf/drop table if exists shelf/' steps.md")
    let plan = try plan(here, "./steps.md")
    #expect(plan.contains("since then the document changed: rehearse again"), "\(plan)")
    #expect(plan.contains("not known: what was rehearsed has changed"))
    #expect(!plan.contains("rehearsed: took"))
  }

  @Test func `from after each step, it finds a way back that only the end has`() throws {
    let here = try RehearsalScene(
      RehearsalScene.table.replacingFirst("drop table shelf;", with: "drop table shelf, spare;")
        + """
        ### Step 2: Make another

        - **Undo**: none needed

        ```sql {#spare db=main}
        create table spare ();
        ```

        """)
    var ending = try here.rehearse()
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    ending = try here.rehearse("--each-step")
    #expect(ending.code == 2, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("✓ step 1  Make a table: undone exactly"), "\(ending.output)")
    #expect(ending.output.contains("✗ from after step 1  Make a table"))
    #expect(ending.output.contains("table \"spare\" does not exist"))
    let good = try RehearsalScene(
      RehearsalScene.table + RehearsalScene.rows(undo: "update bowls set size = size - 1"))
    ending = try good.rehearse("--each-step")
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("✓ from after step 1  Make a table: the copy is as it was"))
    // Its scripts name what they make after the run.
    #expect(try good.rehearse().code == 0)
  }

  @Test func `items are answered from a file, and a no stops the way forward`() throws {
    let here = try RehearsalScene(
      RehearsalScene.rows(undo: "update bowls set size = size - 1"))
    let place = here.scene.shelves.place
    try place.write("answers", "# who knows\n\n2/1 yes\n")
    var ending = try here.rehearse("--answers", "answers")
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(!ending.output.contains("a person does it"), "\(ending.output)")
    try place.write("answers", "2/1 no\n")
    ending = try here.rehearse("--answers", "answers")
    #expect(ending.code == 1, "\(ending.output)\(ending.error)")
    try place.write("answers", "2/1 perhaps\n")
    ending = try here.rehearse("--answers", "answers")
    #expect(ending.code == 65)
    #expect(ending.error.contains("answers:1: neither yes nor no is said of 2/1"))
    try place.write("answers", "2/1 yes\n2/sizes yes\n")
    ending = try here.rehearse("--answers", "answers")
    #expect(ending.error.contains("answers:2: nobody is asked about 2/sizes"), "\(ending.error)")
  }

  @Test func `a block that says rehearse runs, and its variables lead to the copy`() throws {
    let here = try RehearsalScene(
      RehearsalScene.rows(undo: "update bowls set size = size - 1").replacingFirst(
        "```bash {#outside}",
        with: """
          ```bash {#outside rehearse}
          env >environment
          """) + """
          ```bash {.rollback rehearse}
          rm outside
          ```

          """)
    let ending = try here.rehearse()
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(!ending.output.contains("2/outside"), "\(ending.output)")
    let variables = here.text("environment").split(separator: "\n")
    #expect(variables.contains { $0.hasPrefix("TEA_URL=") && $0.contains("temae-scratch") })
    #expect(!variables.contains { $0.hasPrefix("ELSEWHERE=") || $0.hasPrefix("PGHOST=/nowhere") })
    #expect(try !here.scene.shell("ls").contains("outside"))
  }
}
