import Glibc
import Testing

/// Ctrl-C and SIGKILL while a backup is taken or verified.
struct BackupInterruptionTests {
  /// Everybody who was at work on the database has gone.
  private func waitUntilAlone(_ scene: BackupScene, _ background: Background) async throws {
    try await background.until("no session is left") {
      try scene.shelves.psql(
        "select count(*) from pg_stat_activity where datname = current_database() "
          + "and pid <> pg_backend_pid()") == "0"
    }
  }

  @Test(arguments: [BackupScene.Hold.before, .after])
  func `Ctrl-C ends a backup, and nothing of it stays`(hold: BackupScene.Hold) async throws {
    let scene = try BackupScene()
    try scene.hold("pg_dump", hold)
    let taking = try scene.start("shelves.md", "--name", "one")
    try await scene.waitUntilHeld(taking)
    taking.send(SIGINT)
    #expect(taking.end() == 130, "\(taking.output)")
    #expect(taking.output.contains("interrupted"), "\(taking.output)")
    #expect(try scene.shell("ls -A backups") == "")
    try scene.waitUntilGone()
    try await waitUntilAlone(scene, taking)
  }

  @Test(arguments: [BackupScene.Hold.before, .after])
  func `a backup that is killed never looks whole, and the next one clears it away`(
    hold: BackupScene.Hold
  ) async throws {
    let scene = try BackupScene()
    try scene.hold("pg_dump", hold)
    let taking = try scene.start("shelves.md", "--name", "one")
    try await scene.waitUntilHeld(taking)
    taking.send(SIGKILL)
    #expect(taking.end() == 128 + SIGKILL)
    // pg_dump goes with it, and so does its session.
    try scene.waitUntilGone()
    try await waitUntilAlone(scene, taking)
    let left = try scene.shell("ls -A backups")
    #expect(left.hasPrefix(".one.partial-"), "\(left)")
    #expect(try scene.backup("verify", "backups/\(left)").code == 65)
    try scene.letGo()
    let next = try scene.backup("shelves.md", "--name", "one")
    #expect(next.code == 0, "\(next.error)")
    #expect(next.error.contains("removed \(left), which a backup that was killed had left behind"))
    #expect(try scene.shell("ls -A backups") == "one")
  }

  @Test(arguments: [SIGINT, SIGKILL])
  func `a verification that is ended leaves neither a server nor a verdict`(signal: Int32)
    async throws
  {
    let scene = try BackupScene()
    let backup = try scene.taken("--name", "one")
    try scene.hold("pg_restore", .before)
    let verifying = try scene.start("verify", backup)
    try await scene.waitUntilHeld(verifying)
    let host = Program.text("\(scene.shelves.place.path)/host").split(separator: "\n").joined()
    #expect(try scene.shell("test -S '\(host)/.s.PGSQL.5432' && echo there") == "there")
    verifying.send(signal)
    #expect(verifying.end() == (signal == SIGINT ? 130 : 128 + SIGKILL), "\(verifying.output)")
    try scene.waitUntilGone()
    try scene.shell("timeout 60 sh -c 'while test -e \(host); do sleep 0.05; done'")
    #expect(try scene.shell("ls '\(backup)'").contains("verification") == false)
  }

  @Test func `two backups at a time do not take each other's files for leftovers`() async throws {
    let scene = try BackupScene()
    try scene.hold("pg_dump", .after)
    let first = try scene.start("shelves.md", "--name", "one")
    try await scene.waitUntilHeld(first)
    try scene.shell("rm -r bin")
    #expect(try scene.taken("--name", "two").hasSuffix("/two"))
    try scene.letGo()
    #expect(first.end() == 0, "\(first.output)")
    #expect(try scene.shell("ls -A backups") == "one\ntwo")
  }
}
