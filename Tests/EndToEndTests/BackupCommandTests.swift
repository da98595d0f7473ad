import Glibc
import TestSupport
import Testing

/// `temae backup` and `temae backup verify` on a real server, as people and runbooks use them.
struct BackupCommandTests {
  @Test(arguments: [
    [], ["--single-file"], ["--kind", "schema"], ["--kind", "data"], ["--table", "guests"],
  ])
  func `each kind of backup is taken and verified`(choice: [String]) throws {
    let scene = try BackupScene()
    let taking = try Program.run(
      ["backup", "shelves.md", "--jobs", "2"].filter {
        !choice.contains("--single-file") || !["--jobs", "2"].contains($0)
      } + choice, in: scene.shelves.place.path, environment: scene.environment)
    #expect(taking.code == 0, "\(taking.error)")
    let backup = taking.output.split(separator: "\n").joined()
    #expect(taking.output == "\(backup)\n")
    #expect(backup.hasPrefix("\(scene.shelf)/\(scene.shelves.database)-2"))
    #expect(taking.error.contains("nothing has verified it: temae backup verify \(backup)"))
    // Nobody else may read any of it.
    #expect(try scene.shell("find backups -perm /077") == "")
    let manifest = try scene.shell("python3 -m json.tool '\(backup)/manifest.json'")
    let identity = try scene.shelves.psql(
      "select system_identifier || '|' || current_setting('server_version') "
        + "from pg_control_system()"
    ).split(separator: "|")
    #expect(manifest.contains(#""systemIdentifier": "\#(identity[0])""#))
    #expect(manifest.contains(#""serverVersion": "\#(identity[1].prefix { $0 != " " })"#))
    #expect(manifest.contains(#""walPosition": "0/"#))
    #expect(manifest.contains(#""rows": 500"#) == !choice.contains("schema"))
    let isWhole = !choice.contains("schema") && !choice.contains("--table")
    #expect(manifest.contains(#""public.bowls""#) == isWhole)
    let verifying = try scene.backup("verify", backup)
    #expect(verifying.code == 0, "\(verifying.output)\(verifying.error)")
    #expect(verifying.output.contains("✓ verified:"))
    #expect(verifying.output.contains("restored in "))
    let json = try scene.shell("python3 -m json.tool '\(backup)/verification.json'")
    #expect(json.contains(#""isVerified": true"#))
    #expect(json.contains(#""seconds": "#))
    #expect(try scene.shell("find backups -perm /077") == "")
  }

  @Test func `what is written while the dump lasts is not part of it, nor of the manifest`()
    async throws
  {
    let scene = try BackupScene()
    try scene.hold("pg_dump", .before)
    let taking = try scene.start("shelves.md", "--name", "one", "--format", "json")
    try await scene.waitUntilHeld(taking)
    try scene.shelves.psql(
      """
      update guests set name = 'changed' where id = 1; delete from guests where id = 2;
      insert into bowls (size) values (9);
      """)
    try scene.letGo()
    #expect(taking.end() == 0, "\(taking.output)")
    // Beside 500 guests three bowls.
    #expect(taking.output.contains(#""rows": 503"#), "\(taking.output)")
    let verifying = try scene.backup("verify", "\(scene.shelf)/one", "shelves.md")
    #expect(verifying.code == 0, "\(verifying.output)\(verifying.error)")
    #expect(
      try scene.shell("pg_restore -f - --data-only -t guests 'backups/one/full'")
        .contains("\n2\tguest 2"))
  }

  @Test func `a runbook takes a backup and verifies it, and the manifest names the attempt`() throws
  {
    let scene = try BackupScene()
    try scene.shelves.place.write(
      "steps.md",
      """
      ---
      temae: 1
      title: Steps
      databases:
        main:
          env: TEA_URL
      ---
      # Steps

      ## Phase 1: Before

      ### Step 1: Back up

      ```bash {#take db=main}
      BACKUP=$(temae backup --to "$TEMAE_BACKUPS")
      export BACKUP
      ```

      ```bash {.check #proof db=main}
      temae backup verify "$BACKUP"
      ```

      ```bash {.check #other db=main exit=2}
      PGDATABASE=postgres temae backup verify "$BACKUP"
      ```

      """)
    var environment = scene.environment
    environment["PATH"] = "\(Program.directory):/usr/local/bin:/usr/bin:/bin"
    let run = try Program.run(
      ["run", "steps.md", "--unattended"], in: scene.shelves.place.path, environment: environment)
    #expect(run.code == 0, "\(run.output)\(run.error)")
    let attempt = try scene.shell(
      "python3 -c 'import json; print(json.load(open(\"manifest\"))[\"attempt\"])' "
        .replacingFirst("manifest", with: try scene.shell("ls backups/*/manifest.json")))
    #expect(attempt.contains("'attempt': 1"), "\(attempt)")
    #expect(attempt.contains("steps-1") || attempt.contains("'run'"), "\(attempt)")
    let log = try scene.shelves.temae("log", "steps-1", "1/other")
    #expect(log.output.contains("and not of postgres"), "\(log.output)\(log.error)")
  }

  @Test func `neither a password nor a connection string is on any command line`() async throws {
    let scene = try BackupScene()
    // Reads what every account of this machine can read.
    func commandLines() throws -> String {
      try scene.shell("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; true")
    }
    try scene.hold("pg_dump", .before)
    let taking = try scene.start("shelves.md", "--name", "one")
    try await scene.waitUntilHeld(taking)
    var lines = try commandLines()
    #expect(lines.contains("--snapshot="))
    #expect(!lines.contains(BackupScene.password))
    try scene.letGo()
    #expect(taking.end() == 0, "\(taking.output)")
    try scene.shell("rm go held")
    try scene.hold("pg_restore", .before)
    let verifying = try scene.start("verify", "backups/one", "shelves.md")
    try await scene.waitUntilHeld(verifying)
    lines = try commandLines()
    #expect(lines.contains("--exit-on-error"))
    #expect(!lines.contains(BackupScene.password))
    // pg_restore cannot reach the database that was backed up: it knows the scratch server alone.
    #expect(Program.text("\(scene.shelves.place.path)/host").hasPrefix("/tmp/temae-scratch."))
    try scene.letGo()
    #expect(verifying.end() == 0, "\(verifying.output)")
    let word = "postgres://mei:\(BackupScene.password)@db/shop"
    let typed = try scene.backup(word)
    #expect(typed.code == 64)
    #expect(!typed.error.contains(BackupScene.password), "\(typed.error)")
  }

  @Test func `variables of libpq do not lead the copy elsewhere`() throws {
    let scene = try BackupScene()
    let backup = try scene.taken()
    // Nobody listens there, and nothing could be written.
    let verifying = try scene.backup(
      "verify", backup,
      environment: [
        "PGHOSTADDR": "192.0.2.1", "PGOPTIONS": "-c default_transaction_read_only=on",
        "PGSERVICE": "",
      ])
    #expect(verifying.code == 0, "\(verifying.output)\(verifying.error)")
  }

  @Test func `a terminal shows how far it is`() throws {
    let scene = try BackupScene()
    try scene.hold("pg_dump", .before)
    let terminal = try Terminal(
      ["backup", "shelves.md", "--name", "one"], in: scene.shelves.place.path,
      environment: scene.environment)
    try terminal.wait(for: "dumping table 0 of 3")
    try scene.letGo()
    try terminal.wait(for: "backed up")
    #expect(try terminal.end() == 0)
  }
}
