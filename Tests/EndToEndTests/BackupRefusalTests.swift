import Glibc
import TestSupport
import Testing

/// Backups that are not taken, and backups that are not what they say, each with its reason.
struct BackupRefusalTests {
  @Test func `a file that was changed, shortened, or is gone is named, and nothing is restored`()
    throws
  {
    let scene = try BackupScene()
    let backup = try scene.taken()
    let file = try scene.shell("ls '\(backup)'/full/*.dat.gz | head -1")
    func verified() throws -> Program.Ending { try scene.backup("verify", backup) }
    try scene.shell("cp '\(file)' kept; printf x | dd of='\(file)' conv=notrunc bs=1 seek=12")
    var ending = try verified()
    #expect(ending.code == 2)
    #expect(ending.output.contains("was changed: it has another SHA-256"), "\(ending.output)")
    #expect(ending.output.contains("✗ not verified, 1 finding"))
    try scene.shell("head -c 20 kept >'\(file)'")
    ending = try verified()
    #expect(ending.code == 2)
    #expect(ending.output.contains("has 20 bytes, and had "), "\(ending.output)")
    try scene.shell("rm '\(file)'")
    ending = try verified()
    #expect(ending.code == 2)
    #expect(ending.output.contains("is missing"), "\(ending.output)")
    let json = try scene.shell("cat '\(backup)/verification.json'")
    #expect(json.contains(#""isVerified":false"#))
    #expect(!json.contains(#""restore""#))
    try scene.shell("cp kept '\(file)'; chmod 600 '\(file)'")
    #expect(try verified().code == 0)
  }

  @Test(arguments: [
    ("3d", "public.guests has 499 rows, expected 500"),
    ("s/guest 7$/guest 8/", "public.guests has as many rows as expected (500), and not the same"),
  ])
  func `rows that were dropped or rewritten are found although every file is as the manifest says`(
    sed: String, problem: String
  ) throws {
    let scene = try BackupScene()
    let backup = try scene.taken()
    try scene.edit(backup, rowsOf: "public.guests", sed)
    try scene.seal(backup)
    let ending = try scene.backup("verify", backup, "--format", "json")
    #expect(ending.code == 2, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains(problem), "\(ending.output)")
    #expect(ending.output.contains(#""name": "public.guests""#))
    #expect(ending.output.contains(#""verified": false"#))
  }

  @Test func `a table that is not in the archive is named`() throws {
    let scene = try BackupScene()
    let backup = try scene.taken()
    try scene.shell(
      """
      rm -r '\(backup)/full' && pg_dump -d '\(scene.shelves.connection)' -Fd \
        --exclude-table=guests -f '\(backup)/full' && chmod 600 '\(backup)'/full/*
      """)
    try scene.seal(backup)
    let ending = try scene.backup("verify", backup)
    #expect(ending.code == 2)
    #expect(ending.output.contains("table public.guests is missing"), "\(ending.output)")
  }

  @Test func `an archive that pg_restore cannot read is a finding with its words`() throws {
    let scene = try BackupScene()
    let backup = try scene.taken("--single-file")
    try scene.shell("head -c 3000 '\(backup)/full.dump' >half && cp half '\(backup)/full.dump'")
    try scene.seal(backup)
    let ending = try scene.backup("verify", backup)
    #expect(ending.code == 2, "\(ending.error)")
    #expect(ending.output.contains("it cannot be restored: pg_restore:"), "\(ending.output)")
  }

  @Test func `a backup of another database than the one that is named is refused`() throws {
    let scene = try BackupScene()
    let backup = try scene.taken()
    let other = try BackupScene()
    var ending = try other.backup("verify", backup, "shelves.md")
    #expect(ending.code == 2)
    #expect(
      ending.output.contains("it is a backup of database \(scene.shelves.database)"),
      "\(ending.output)")
    #expect(ending.output.contains("not of \(other.shelves.database)"))
    ending = try scene.backup("verify", backup, "--of", "7712178588657440961/shop")
    #expect(ending.code == 2)
    #expect(ending.output.contains("and not of shop of 7712178588657440961"), "\(ending.output)")
    #expect(try scene.backup("verify", backup, "shelves.md").code == 0)
  }

  @Test func `what is incomplete, or no backup at all, is bad data`() throws {
    let scene = try BackupScene()
    let backup = try scene.taken()
    try scene.shell("mv '\(backup)/manifest.json' kept")
    var ending = try scene.backup("verify", backup)
    #expect(ending.code == 65)
    #expect(ending.error.contains("it holds no manifest.json, which is written when a backup is"))
    try scene.shell("head -c 400 kept >'\(backup)/manifest.json'")
    ending = try scene.backup("verify", backup)
    #expect(ending.code == 65)
    #expect(ending.error.contains("its manifest.json is damaged"), "\(ending.error)")
    ending = try scene.backup("verify", "nowhere")
    #expect(ending.code == 65)
    #expect(ending.error.contains("nowhere is no backup: there is no such directory"))
  }

  @Test func `a database that cannot be reached is bad data, and its password is not shown`() throws
  {
    let scene = try BackupScene()
    let nowhere = ["TEA_URL": "host=/nowhere dbname=shop password=\(BackupScene.password)"]
    let backup = try scene.taken()
    for words in [["shelves.md"], ["verify", backup, "shelves.md"]] {
      let ending = try Program.run(
        ["backup"] + words, in: scene.shelves.place.path,
        environment: scene.environment.merging(nowhere) { $1 })
      #expect(ending.code == 65, "\(ending.error)")
      #expect(ending.error.contains("/nowhere"), "\(ending.error)")
      #expect(!ending.error.contains(BackupScene.password))
    }
    #expect(try scene.shell("ls -A backups") == backup.split(separator: "/").last ?? "")
    let unnamed = try scene.backup()
    #expect(unnamed.code == 64)
    #expect(unnamed.error.contains("no database is named"), "\(unnamed.error)")
  }

  @Test func `inside a git work tree no backup is taken, and nothing is made`() throws {
    let scene = try BackupScene()
    try scene.shell("mkdir tree && git init -q tree")
    let ending = try scene.backup("shelves.md", "--to", "tree/backups/today")
    #expect(ending.code == 64)
    #expect(ending.error.contains("lies in the git work tree"), "\(ending.error)")
    #expect(ending.error.contains("--to DIRECTORY"))
    #expect(try scene.shell("ls tree") == "")
  }

  @Test func `a name is used once`() throws {
    let scene = try BackupScene()
    let backup = try scene.taken("--name", "one")
    let again = try scene.backup("shelves.md", "--name", "one")
    #expect(again.code == 64)
    #expect(again.error.contains("\(backup) is there already"), "\(again.error)")
    for words in [
      ["--name", "a/b"], ["--table", "guests", "--kind", "data"], ["--jobs", "0"],
      ["--single-file", "--jobs", "2"], ["--kind", "tables"],
    ] {
      let ending = try Program.run(
        ["backup", "shelves.md"] + words, in: scene.shelves.place.path,
        environment: scene.environment)
      #expect(ending.code == 64, "\(words)")
    }
  }

  @Test func `the server that was backed up never takes the copy`() throws {
    let scene = try BackupScene()
    let backup = try scene.taken()
    let ending = try scene.backup("verify", backup, "--scratch-env", "TEA_URL")
    #expect(ending.code == 65)
    #expect(ending.error.contains("is the target's own server"), "\(ending.error)")
    #expect(
      try scene.shelves.psql("select count(*) from pg_database where datname like 'temae_scratch%'")
        == "0")
  }

  @Test func `a named server takes the copy, and keeps nothing of it`() throws {
    let scene = try BackupScene()
    try scene.shelves.psql("create role \(scene.shelves.database)_reader")
    try scene.shelves.psql("grant select on guests to \(scene.shelves.database)_reader")
    let backup = try scene.taken()
    let other = try PostgresCluster.another()
    let server = other.connection(database: "postgres")
    let ending = try scene.backup(
      "verify", backup, "--scratch-env", "OTHER", environment: ["OTHER": server])
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(ending.output.contains("owners and grants were not compared"), "\(ending.output)")
    #expect(ending.output.contains("\(scene.shelves.database)_reader"))
    #expect(try other.psql(server, "select count(*) from pg_database") == "3")
    try scene.shelves.psql("drop owned by \(scene.shelves.database)_reader")
    try scene.shelves.psql("drop role \(scene.shelves.database)_reader")
  }
}
