import TestSupport
import Testing

/// The point of no return, on a real PostgreSQL.
@Suite("The point of no return")
struct PivotTests {
  private static let document = """
    ---
    temae: 1
    databases:
      main: {env: MAIN_URL}
    ---
    # Move

    ## Step 1: Shelve

    \(RollbackScene.change("cups", undo: " timeout=20s"))

    ## Step 2: Burn

    - **Point of no return**: yes

    ```sql {.precheck db=main equals=1}
    select count(*) from log;
    ```

    ```sql {#ash db=main}
    create table ash ();
    insert into log (word) values ('ash');
    ```
    """

  @Test func `the run halts before it, and goes back as long as it is not passed`() throws {
    let scene = try RollbackScene(Self.document)
    #expect(try scene.run().code == 3)
    #expect(try scene.log() == "cups")
    let status = try scene.temae("status").output
    #expect(status.contains("temae answer 2@pivot yes") && !status.contains("skip 2@pivot"))
    #expect(try scene.temae("skip", "2@pivot", "--reason", "hurry").code == 64)
    #expect(try scene.temae("settle", "2@pivot", "--done", "--reason", "hurry").code == 64)
    let plan = try scene.temae("rollback", "--plan").output
    #expect(plan.contains("point of no return  step 2, line") && plan.contains("not passed"))
    #expect(try scene.rollBack().code == 5)
    #expect(try scene.log() == "cups, no cups")
  }

  @Test func `passed, the run goes back only with a reason for it`() throws {
    let scene = try RollbackScene(Self.document)
    #expect(try scene.run().code == 3)
    #expect(try scene.temae("answer", "2@pivot", "yes", "--note", "all is well").code == 0)
    #expect(try scene.temae("resume", "--no-wait", "--unattended").code == 0)
    #expect(try scene.log() == "cups, ash")
    let refused = try scene.rollBack()
    #expect(refused.code == 64 && refused.error.contains("point of no return"), "\(refused.error)")
    #expect(try scene.log() == "cups, ash")
    let plan = try scene.temae("rollback", "--plan", "--format", "json").output
    #expect(plan.contains("\"passedAt\": \"20"))
    // What comes after it has no way back: a person is asked, and here nobody is.
    let back = try scene.rollBack("--overrule", "the ash is wet", "--keep-going")
    #expect(back.code == 3, "\(back.error)")
    let audit = try scene.temae("audit").output
    #expect(audit.contains("the ash is wet") && audit.contains("all is well"))
    #expect(try scene.temae("journal", "verify").code == 0)
  }
}
