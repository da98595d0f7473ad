import Foundation
import Testing

/// `temae rollback` on a real PostgreSQL.
struct RollbackTests {
  @Test func `a completed run is undone, the newest first, and is as it was captured`()
    throws
  {
    let scene = try RollbackScene()
    #expect(try scene.run().code == 0)
    let back = try scene.rollBack()
    #expect(back.code == 5, "\(back.output)\(back.error)")
    #expect(try scene.log() == "cups, leaves, pots, no pots, no leaves, no cups")
    #expect(
      try scene.milestones()
        == [
          "run.opened", "run.completed", "rollback.started", "rollback.planned",
          "rollback.completed",
        ])
    #expect(back.output.contains("1/1@restored"))
    let status = try scene.temae("status")
    #expect(status.code == 5)
    #expect(status.output.contains("rolled back, all of it is undone"))
    #expect(try scene.temae("audit").output.contains("it is late"))
    #expect(try scene.temae("journal", "verify").code == 0)
    // There is nothing more to undo, and nothing is undone twice.
    let again = try scene.rollBack()
    #expect(again.code == 64)
    #expect(again.error.contains("nothing is to be undone"))
    #expect(try scene.log() == "cups, leaves, pots, no pots, no leaves, no cups")
  }

  @Test func `of a halted run only what took effect is undone`() throws {
    let scene = try RollbackScene()
    _ = try scene.psql("create domain pots as int")
    #expect(try scene.run().code == 1)
    #expect(try scene.rollBack().code == 5)
    let log = try scene.log()
    #expect(log == "cups, leaves, no leaves, no cups")
    #expect(try scene.psql("select to_regtype('pots') is not null") == "t")
  }

  @Test func `the run's name is asked for, and a wrong one changes nothing`() throws {
    let scene = try RollbackScene()
    #expect(try scene.run().code == 0)
    let head = try scene.temae("journal", "head").output
    let wrong = try scene.temae("rollback", "--yes", "other-1")
    #expect(wrong.code == 64, "\(wrong.error)")
    #expect(wrong.error.contains("compensate"), "the plan is shown first")
    let nobody = try scene.temae("rollback")
    #expect(nobody.code == 64, "\(nobody.error)")
    #expect(try scene.temae("journal", "head").output == head)
    #expect(try scene.log() == "cups, leaves, pots")
  }

  @Test func `a run is not rolled back while another one is open on its database`() throws {
    let scene = try RollbackScene()
    #expect(try scene.run().code == 0)
    try scene.place.write(
      "other.md",
      """
      ---
      temae: 1
      title: Other
      databases: {main: {env: MAIN_URL}}
      ---
      # Other

      ## Step 1: Look

      ```sql {.check db=main equals=1}
      select 1;
      ```

      - [ ] Is it so?
      """)
    #expect(try scene.temae("run", "other.md", "--no-wait", "--unattended").code == 3)
    let head = try scene.temae("journal", "head").output
    let refused = try scene.rollBack("move-1")
    #expect(refused.code == 75, "\(refused.output)\(refused.error)")
    #expect(refused.error.contains("run other-1 is open on database"), "\(refused.error)")
    #expect(try scene.temae("journal", "head").output == head, "nothing was recorded")
    #expect(try scene.log() == "cups, leaves, pots")
  }

  @Test func `the run goes back to the end of a step`() throws {
    let scene = try RollbackScene()
    #expect(try scene.run().code == 0)
    #expect(try scene.rollBack("--to", "4").code == 64)
    #expect(try scene.rollBack("--to", "1").code == 5)
    #expect(try scene.log() == "cups, leaves, pots, no pots, no leaves")
    // From there it goes back further, and begins with what is left.
    #expect(try scene.rollBack().code == 5)
    #expect(try scene.log() == "cups, leaves, pots, no pots, no leaves, no cups")
  }

  @Test func `a scope of the document undoes its part, and what stays is said`() throws {
    let scene = try RollbackScene(
      RollbackScene.document + """

        ## Rollback

        ### Only the pots {step=3}

        """)
    #expect(try scene.run().code == 0)
    let back = try scene.rollBack("--scope", "Pots")
    #expect(back.code == 2, "\(back.output)\(back.error)")
    #expect(try scene.log() == "cups, leaves, pots, no pots")
    #expect(back.output.contains("temae rollback"))
    #expect(try scene.rollBack().code == 5)
    #expect(try scene.log() == "cups, leaves, pots, no pots, no leaves, no cups")
  }

  @Test func `a way back of the whole run undoes the steps that it names`() throws {
    let scene = try RollbackScene(
      RollbackScene.document + """

        ## Rollback

        ### To the cups
        - **Undoes**: everything after step 1

        ```sql {.rollback #to-cups db=main}
        drop table pots;
        insert into log (word) values ('only cups');
        ```

        """)
    #expect(try scene.run().code == 0)
    let plan = try scene.temae("rollback", "--plan", "move-1", "--scope", "To the cups").output
    #expect(plan.contains("undoes: 3/pots, 2/leaves"), "\(plan)")
    #expect(plan.contains("leaves: 1/cups"), "\(plan)")
    let back = try scene.rollBack("--scope", "To the cups")
    #expect(back.code == 2, "\(back.output)\(back.error)")
    #expect(back.output.contains("not undone: 1/cups"), "\(back.output)")
    #expect(try scene.log() == "cups, leaves, pots, only cups")
    // What it undid is not undone once more.
    let rest = try scene.rollBack()
    #expect(rest.code == 5, "\(rest.output)\(rest.error)")
    #expect(try scene.log() == "cups, leaves, pots, only cups, no cups")
  }

  @Test func `what fails halts the rollback, and it goes on where somebody repaired it`() throws {
    let scene = try RollbackScene()
    #expect(try scene.run().code == 0)
    _ = try scene.psql("create view v as select from pots")
    let back = try scene.rollBack()
    #expect(back.code == 1, "\(back.output)\(back.error)")
    #expect(try scene.log() == "cups, leaves, pots")
    let status = try scene.temae("status")
    #expect(status.output.contains("rolls back"))
    #expect(status.output.contains("temae answer 3/pots-back retry"))
    #expect(!status.output.contains("temae amend"))
    // It waits for a person's word: nothing below it is undone meanwhile.
    #expect(try scene.temae("resume", "--unattended").code == 1)
    #expect(try scene.log() == "cups, leaves, pots")
    _ = try scene.psql("drop view v")
    #expect(try scene.temae("answer", "3/pots-back", "retry").code == 0)
    #expect(try scene.temae("resume", "--unattended").code == 5)
    #expect(try scene.log() == "cups, leaves, pots, no pots, no leaves, no cups")
  }

  @Test func `with keep-going the rest is undone, and the next one tries what is left`() throws {
    let scene = try RollbackScene()
    #expect(try scene.run().code == 0)
    _ = try scene.psql("create view v as select from pots")
    let back = try scene.rollBack("--keep-going")
    #expect(back.code == 2, "\(back.output)\(back.error)")
    #expect(back.output.contains("3/pots"))
    #expect(try scene.log() == "cups, leaves, pots, no leaves, no cups")
    #expect(try scene.temae("status").code == 2)
    _ = try scene.psql("drop view v")
    #expect(try scene.rollBack().code == 5)
    #expect(try scene.log() == "cups, leaves, pots, no leaves, no cups, no pots")
  }

  @Test func `nothing of the way forward is done in a rollback`() throws {
    let scene = try RollbackScene()
    _ = try scene.psql("create table pots (n int); create view v as select from log")
    #expect(try scene.run().code == 1)
    try scene.place.write(
      "move.md", RollbackScene.document.replacing("drop table cups", with: "drop table cups, v"))
    _ = try scene.psql("create view w as select from cups")
    #expect(try scene.rollBack().code == 1)
    let retry = try scene.temae("answer", "1/same", "retry")
    #expect(retry.code == 64 && retry.error.contains("is being rolled back"), "\(retry.error)")
    let skip = try scene.temae("skip", "3/pots", "--reason", "no")
    #expect(skip.code == 64 && skip.error.contains("is being rolled back"), "\(skip.error)")
    let amend = try scene.temae("amend", "--reason", "a view was forgotten")
    #expect(amend.code == 64)
    #expect(amend.error.contains("is being rolled back"), "\(amend.error)")
  }
}
