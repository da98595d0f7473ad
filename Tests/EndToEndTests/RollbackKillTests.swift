import Foundation
import Glibc
import TestSupport
import Testing

/// Rollbacks that are killed in their middle, and outcomes that nobody saw.
struct RollbackKillTests {
  private static func document(_ step: String) -> String {
    """
    ---
    temae: 1
    title: Move
    databases: {main: {env: MAIN_URL}}
    ---
    # Move

    ## Step 1: Cups

    \(RollbackScene.change("cups"))

    ## Step 2: Leaves

    \(step)

    """
  }

  @Test func `a block of SQL whose runner was killed is undone once, by its marker`() async throws {
    let scene = try RollbackScene(
      Self.document(
        """
        ```sql {#leaves db=main}
        insert into log (word) values ('leaves');
        ```

        ```sql {.rollback #back db=main}
        insert into log (word) values ('no leaves');
        select pg_sleep(case when exists (select from gate) then 0 else 600 end);
        ```
        """))
    #expect(try scene.run().code == 0)
    let driver = try scene.startRollback()
    try await driver.until("the block sleeps") { try scene.psql(KillScene.isAtWork) == "t" }
    driver.send(SIGKILL)
    _ = driver.end()
    _ = try scene.psql("insert into gate values (1)")
    let resumed = try scene.temae("resume", "--unattended")
    #expect(resumed.code == 5, "\(resumed.output)\(resumed.error)")
    #expect(try scene.log() == "cups, leaves, no leaves, no cups")
    #expect(
      try scene.place.history(of: "2/back")
        == ["1 attempt.lost", "1 attempt.settled again tombstone", "2 attempt.succeeded"])
    #expect(try scene.temae("journal", "verify").code == 0)
  }

  @Test func `a command that was at work ends by itself, and is not begun again`() async throws {
    let scene = try RollbackScene(Self.document(Self.waiting(probe: "")))
    #expect(try scene.run().code == 0)
    let driver = try scene.startRollback()
    try scene.place.wait(for: "at-work")
    driver.send(SIGKILL)
    _ = driver.end()
    try scene.place.write("go", "now")
    #expect(try scene.temae("resume", "--unattended").code == 5)
    #expect(try scene.log() == "cups, leaves, no leaves, no cups")
    #expect(try scene.place.history(of: "2/back") == ["1 attempt.succeeded"])
  }

  @Test func `a block whose end was not seen is tried again while its change is there`()
    async throws
  {
    let probe = """
      ```sql {.probe db=main equals=t}
      select word = 'leaves' from log order by n desc limit 1;
      ```
      """
    let scene = try RollbackScene(Self.document(Self.waiting(probe: probe)))
    #expect(try scene.run().code == 0)
    let driver = try scene.startRollback()
    try scene.place.wait(for: "at-work")
    try scene.killAll(driver)
    // What the change did is still there: the block has not undone it, and is tried again.
    try scene.place.write("go", "now")
    let resumed = try scene.temae("resume", "--unattended")
    #expect(resumed.code == 5, "\(resumed.output)\(resumed.error)")
    #expect(try scene.log() == "cups, leaves, no leaves, no cups")
    #expect(
      try scene.place.history(of: "2/back")
        == ["1 attempt.lost", "1 attempt.settled again probe", "2 attempt.succeeded"])
  }

  @Test func `a change of which not all is there any more is not taken for undone`() async throws {
    let scene = try RollbackScene(
      Self.document(
        """
        ```bash {#leaves db=main}
        psql -XAtqc "create table a (); create table b ()"
        ```

        ```sql {.probe db=main equals=t}
        select to_regclass('a') is not null and to_regclass('b') is not null;
        ```

        ```bash {.rollback #back db=main}
        psql -XAtqc "drop table if exists a"
        echo > at-work
        while ! test -s go; do sleep 0.1; done
        psql -XAtqc "drop table b"
        ```
        """))
    #expect(try scene.run().code == 0)
    let driver = try scene.startRollback()
    try scene.place.wait(for: "at-work")
    try scene.killAll(driver)
    try scene.place.write("go", "now")
    #expect(try scene.temae("resume", "--unattended").code == 6)
    #expect(
      try scene.temae("settle", "2/back", "--again", "--reason", "b is still there").code == 0)
    #expect(try scene.temae("resume", "--unattended").code == 5)
    #expect(try scene.psql("select to_regclass('a') is null and to_regclass('b') is null") == "t")
  }

  @Test func `without a probe a person says whether a block has undone it`() async throws {
    let scene = try RollbackScene(Self.document(Self.waiting(probe: "")))
    #expect(try scene.run().code == 0)
    let driver = try scene.startRollback()
    try scene.place.wait(for: "at-work")
    try scene.killAll(driver)
    #expect(try scene.temae("resume", "--unattended").code == 6)
    let status = try scene.temae("status")
    #expect(status.code == 6)
    #expect(status.output.contains("temae settle 2/back --done"))
    #expect(
      try scene.temae("settle", "2/back", "--done", "--reason", "the rows are gone").code == 0)
    #expect(try scene.temae("resume", "--unattended").code == 5)
    #expect(try scene.log() == "cups, leaves, no cups")
  }

  @Test func `what nobody saw the end of is settled before anything is undone`() async throws {
    let scene = try RollbackScene(
      Self.document(
        """
        ```bash {#leaves}
        echo > at-work; while ! test -s go; do sleep 0.1; done
        ```

        ```bash {.rollback #back db=main}
        psql -XAtqc "insert into log (word) values ('no leaves')"
        ```
        """))
    let driver = try Background(
      ["run", "move.md", "--no-wait", "--unattended"], in: scene.place.path,
      environment: scene.environment)
    try scene.place.wait(for: "at-work")
    try scene.killAll(driver)
    let back = try scene.rollBack()
    #expect(back.code == 6, "\(back.output)\(back.error)")
    #expect(try scene.log() == "cups")
    #expect(
      try scene.temae("settle", "2/leaves", "--again", "--reason", "it did nothing").code == 0)
    #expect(try scene.temae("resume", "--unattended").code == 5)
    #expect(try scene.log() == "cups, no cups")
  }

  @Test func `what has no way back is asked of a person`() throws {
    let scene = try RollbackScene(
      Self.document(
        """
        ```bash {#leaves}
        true
        ```
        """))
    #expect(try scene.run().code == 0)
    #expect(try scene.rollBack().code == 3)
    #expect(try scene.log() == "cups")
    #expect(try scene.temae("answer", "2/leaves@undo", "yes").code == 0)
    #expect(try scene.temae("resume", "--unattended").code == 5)
    #expect(try scene.log() == "cups, no cups")
  }

  @Test func `what a person leaves is said at the end`() throws {
    let scene = try RollbackScene(
      Self.document(
        """
        ```bash {#leaves}
        true
        ```
        """))
    #expect(try scene.run().code == 0)
    #expect(try scene.rollBack().code == 3)
    #expect(try scene.temae("skip", "2/leaves@undo", "--reason", "harmless").code == 0)
    let end = try scene.temae("resume", "--unattended")
    #expect(end.code == 2)
    #expect(end.output.contains("2/leaves"))
    #expect(try scene.log() == "cups, no cups")
  }

  @Test func `what was captured and is not so again is a finding`() throws {
    let scene = try RollbackScene(
      RollbackScene.document.replacing("drop table cups;", with: "select 1;"))
    #expect(try scene.run().code == 0)
    let back = try scene.rollBack()
    #expect(back.code == 2, "\(back.output)\(back.error)")
    #expect(back.output.contains("1/1@restored"))
    #expect(try scene.temae("status").output.contains("1 value not as captured before"))
  }

  /// A command that waits for a file before it undoes.
  private static func waiting(probe: String) -> String {
    """
    ```bash {#leaves db=main}
    psql -XAtqc "insert into log (word) values ('leaves')"
    ```

    \(probe)

    ```bash {.rollback #back db=main}
    echo > at-work
    while ! test -s go; do sleep 0.1; done
    psql -XAtqc "insert into log (word) values ('no leaves')"
    ```
    """
  }
}

extension RollbackScene {
  func startRollback() throws -> Background {
    try Background(
      ["rollback", "--yes", "move-1", "--unattended"], in: place.path, environment: environment)
  }

  /// Kills a driver, its supervisors and their commands at once.
  func killAll(_ driver: Background) throws {
    driver.send(SIGSTOP)
    for name in ["temae-supervisor", "bash", "sleep", "psql"] {
      let command = """
        for p in $(pgrep -x '\(name.prefix(15))'); do
          if [ "$(readlink /proc/$p/cwd)" = '\(place.path)' ] ||
            grep -qaF '\(place.path)/' /proc/$p/cmdline; then kill -KILL $p; fi
        done
        """
      try Workplace.shell(command)
    }
    driver.send(SIGKILL)
    _ = driver.end()
  }
}
