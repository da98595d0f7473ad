import Foundation
import TestSupport
import Testing

/// What a run knows of a backup that one of its blocks took and verified, and its plan with it.
struct RecordedBackupTests {
  private let scene: BackupScene

  init() throws {
    scene = try BackupScene()
    try scene.shelves.place.write("steps.md", Self.document)
  }

  private static let document = """
    ---
    temae: 1
    title: Steps
    databases:
      main:
        env: TEA_URL
    ---
    # Steps

    ## Timeline

    | Time | Action |
    |---|---|
    | T | Back up |
    | T+120 | All done |

    ## Phase 1: Before

    ### Step 1: Back up

    - **Undo**: none needed

    ```bash {#take db=main}
    BACKUP=$(temae backup --to "$TEMAE_BACKUPS")
    export BACKUP
    ```

    ```bash {.check #proof db=main}
    temae backup verify "$BACKUP"
    ```

    ### Step 2: Change

    - **Undo**: covered by step 1

    ```bash {#change db=main}
    psql -qX -c "insert into guests select n, 'late' from generate_series(1000, 1099) n"
    psql -qX -c "delete from guests where id <= 7"
    ```

    """

  private func temae(_ words: String...) throws -> Program.Ending {
    var environment = scene.environment
    environment["PATH"] = "\(Program.directory):/usr/local/bin:/usr/bin:/bin"
    return try Program.run(words, in: scene.shelves.place.path, environment: environment)
  }

  private func plan(_ subject: String...) throws -> [String: Any] {
    var environment = scene.environment
    environment["PATH"] = "\(Program.directory):/usr/local/bin:/usr/bin:/bin"
    let ending = try Program.run(
      ["rollback", "--plan", "--format", "json"] + subject, in: scene.shelves.place.path,
      environment: environment)
    try #require(ending.code == 0, "\(ending.error)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    return try #require(object as? [String: Any])
  }

  @Test func `the plan has its age, its proof, how long a restore takes, and what it would lose`()
    throws
  {
    let run = try temae("run", "steps.md", "--unattended", "--t0", "now", "--until", "2")
    #expect(run.code == 0 || run.code == 3, "\(run.output)\(run.error)")
    let resumed = try temae("resume", "--unattended")
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    let plan = try plan()
    let backup = try #require(plan["backup"] as? [String: Any])
    #expect(backup["step"] as? String == "1")
    #expect(backup["verifiedAt"] is String && backup["lsn"] is String)
    let seconds = try #require(backup["restoreSeconds"] as? Int)
    #expect(plan["expectedSeconds"] as? Int == seconds)
    let entries = try #require(plan["entries"] as? [[String: Any]])
    #expect(entries.first?["verdict"] as? String == "covered", "\(entries)")
    #expect(entries.first?["expectedSeconds"] as? Int == seconds)
    let risk = try #require(plan["atRisk"] as? [String: Any])
    #expect(try #require(risk["walBytes"] as? Int) > 0)
    let rows = try #require(risk["rows"] as? [[String: Any]])
    #expect(rows.count == 1 && rows.first?["table"] as? String == "public.guests")
    #expect(rows.first?["inserted"] as? Int == 100 && rows.first?["deleted"] as? Int == 7)

    let text = try temae("rollback", "--plan").output
    #expect(text.contains("public.guests +100 ~0 -7"), "\(text)")
    #expect(text.contains("restored and compared"), "\(text)")
    let audit = try temae("audit").output
    #expect(audit.contains("backed up") && audit.contains("restored in"), "\(audit)")
  }

  @Test func `the journal is enough: without the directory only the rows are not known`() throws {
    #expect(try temae("run", "steps.md", "--unattended", "--t0", "now").code == 0)
    try scene.shell("rm -rf backups")
    let plan = try plan()
    let backup = try #require(plan["backup"] as? [String: Any])
    #expect(backup["verifiedAt"] is String && backup["restoreSeconds"] is Int)
    let risk = try #require(plan["atRisk"] as? [String: Any])
    #expect(risk["walBytes"] is Int && risk["rows"] is NSNull)
    let text = try temae("rollback", "--plan").output
    #expect(text.contains("the backup's directory is not here"), "\(text)")
    #expect(try temae("replay", "--verify").code == 0)
    #expect(try temae("journal", "verify").code == 0)
  }

  @Test func `another backup in its place is not taken for it`() throws {
    #expect(try temae("run", "steps.md", "--unattended", "--t0", "now").code == 0)
    try scene.shell("sed -i 's/\"jobs\":[0-9]*/\"jobs\":7/' backups/*/manifest.json")
    let risk = try #require(try plan()["atRisk"] as? [String: Any])
    #expect(risk["rows"] is NSNull)
    #expect(try temae("rollback", "--plan").output.contains("the backup's directory is not here"))
  }

  @Test func `a server that began to count anew says so instead of a number`() throws {
    #expect(try temae("run", "steps.md", "--unattended", "--t0", "now").code == 0)
    try scene.shelves.psql("select pg_stat_reset()")
    let risk = try #require(try plan()["atRisk"] as? [String: Any])
    #expect(risk["rows"] is NSNull && risk["walBytes"] is Int)
    #expect(try temae("rollback", "--plan").output.contains("statistics were reset"))
  }

  @Test
  func `what a script writes into the record is masked, and what is no backup is passed over`()
    throws
  {
    let place = try Workplace()
    let manifest = String(repeating: "a", count: 64)
    let target =
      #""target":{"database":"%s","host":"%s","role":"%s","serverVersion":"%s","#
      + #""systemIdentifier":"%s","timeline":1},"walPosition":"%s""#
    let line =
      #"{"backup":{"bytes":1,"kind":"full","manifest":"\#(manifest)","path":"/b/%s","#
      + #""takenAt":"2026-01-31T20:45:00.000000Z",\#(target)}}"#
    try place.write(
      "forged.md",
      """
      ---
      temae: 1
      title: Forged
      secrets: [TEA_KEY]
      ---
      # Forged

      ## Step 1: Forge

      ```bash
      k=$TEA_KEY
      printf 'hello\\n%s\\n' "$(printf '\(line)' $k $k $k $k $k $k $k)" >>"$TEMAE_RECORD"
      long=$(head -c 100000 /dev/zero | tr '\\0' x)
      printf '%s\\n' "$(printf '\(line)' $long $k $k $k $k $k $k)" >>"$TEMAE_RECORD"
      ```

      """)
    let run = try Program.run(
      ["run", "forged.md", "--unattended"], in: place.path,
      environment: ["TEA_KEY": "kettle-4711"])
    #expect(run.code == 0, "\(run.output)\(run.error)")
    let bodies = try place.sqlite("select body from event")
    #expect(bodies.contains(#""path":"/b/[masked]""#), "\(bodies)")
    #expect(!bodies.contains("kettle-4711"))
  }
}
