import Foundation
import TestSupport
import Testing

/// What `temae rollback --plan --backup` says of a backup that somebody points to.
struct RollbackBackupTests {
  private let scene: BackupScene
  private let backup: String

  init() throws {
    scene = try BackupScene()
    backup = try scene.taken()
  }

  private func plan(_ words: String..., connection: String? = nil) throws -> Program.Ending {
    let environment = connection.map { ["TEA_URL": $0] } ?? [:]
    return try Program.run(
      ["rollback", "--plan", "shelves.md", "--backup", backup] + words,
      in: scene.shelves.place.path, environment: scene.environment.merging(environment) { $1 })
  }

  private func facts(connection: String? = nil) throws -> (backup: [String: Any], bytes: Int?) {
    let ending = try plan("--format", "json", connection: connection)
    try #require(ending.code == 0, "\(ending.error)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let plan = try #require(object as? [String: Any])
    let known = try #require(plan["backup"] as? [String: Any])
    return (known, (plan["atRisk"] as? [String: Any])?["walBytes"] as? Int)
  }

  @Test func `how old it is, whether it is verified, and what was written since`() throws {
    let text = try plan()
    #expect(text.output.contains("nothing has verified it"), "\(text.output)\(text.error)")
    let before = try facts()
    #expect(before.backup["verifiedAt"] is NSNull && before.backup["lsn"] is String)
    try scene.shelves.psql("insert into guests select n, 'late' from generate_series(1000, 3000) n")
    let after = try facts()
    #expect(try #require(after.bytes) >= #require(before.bytes) + 2000 * 20)

    #expect(try scene.backup("verify", backup, "shelves.md").code == 0)
    let verified = try facts().backup
    #expect(verified["verifiedAt"] is String && verified["restoreSeconds"] is Int)
    #expect(try plan().output.contains("restored and compared"))
    // A verification of another manifest says nothing of this one.
    try scene.shell("sed -i 's/\"jobs\":[0-9]*/\"jobs\":7/' '\(backup)/manifest.json'")
    #expect(try facts().backup["verifiedAt"] is NSNull)
  }

  @Test func `where nothing can be measured it says why, and what cannot be read is refused`()
    throws
  {
    let other = try PostgresCluster.shared().makeDatabase()
    #expect(try facts(connection: other).bytes == nil)
    #expect(try plan(connection: other).output.contains("another database than the one"))
    #expect(try plan(connection: "").output.contains("TEA_URL is not set"))
    #expect(try facts(connection: "host=127.0.0.1 port=9").bytes == nil)
    let position = "s|\"walPosition\":\"[^\"]*\"|\"walPosition\":\"FF/0\"|"
    try scene.shell("sed -i '\(position)' '\(backup)/manifest.json'")
    #expect(try plan().output.contains("has not come to FF/0"))
    try scene.shell("echo '{' > '\(backup)/manifest.json'")
    #expect(try plan().code == 65)
  }

  @Test func `a backup of another database than the run's is refused`() throws {
    let run = try RollbackScene()
    #expect(try run.run().code == 0)
    let refused = try run.temae("rollback", "--plan", "--backup", backup)
    #expect(refused.code == 65)
    #expect(refused.error.contains("and the run works on"), "\(refused.error)")
  }
}
