import Glibc
import Testing

/// Ctrl-C and SIGKILL while a database is put back to a backup.
struct BackupRestoreKillTests {
  /// Where it stands still: while the copy is made, verified, and while the backup is restored.
  enum Place: CaseIterable {
    case copying, verifying, restoring, restored
  }

  private func held(_ scene: BackupRestoreScene, _ place: Place) async throws -> Background {
    switch place {
    case .copying: try scene.scene.hold("pg_dump", .before)
    case .verifying: try scene.scene.hold("pg_restore", .before, only: "--exit-on-error")
    case .restoring: try scene.scene.hold("pg_restore", .before, only: "--file=-")
    case .restored: try scene.scene.hold("pg_restore", .after, only: "--file=-")
    }
    let restoring = try scene.start()
    try await scene.scene.waitUntilHeld(restoring)
    return restoring
  }

  /// Waits until what comes back is locked; where it never is, what the server and the command say.
  private func waitUntilThere(
    _ scene: BackupRestoreScene, _ restoring: Background
  ) async throws {
    do {
      try await restoring.until("the rows are there") {
        try scene.psql(
          "select count(*) from pg_locks l join pg_stat_activity a using (pid) where a.application_name "
            + "= 'temae restore' and l.mode = 'AccessExclusiveLock' and l.granted") != "0"
      }
    } catch {
      let sessions = try scene.psql(
        "select application_name, state, wait_event, query from pg_stat_activity "
          + "where datname = current_database() and pid <> pg_backend_pid()")
      try scene.scene.letGo()
      _ = restoring.end()
      Issue.record("\(sessions)\n\(restoring.output)")
      throw error
    }
  }

  private static let ends: [(Place, Int32)] =
    Place.allCases.map { ($0, SIGKILL) } + [(.verifying, SIGINT), (.restored, SIGINT)]

  @Test(arguments: ends)
  func `whenever it is ended, the database is as it was, and nothing is left`(
    place: Place, signal: Int32
  ) async throws {
    let scene = try BackupRestoreScene()
    let before = try scene.state()
    let restoring = try await held(scene, place)
    if place == .restored {
      // All of the script has gone to the server by now, unseen by everybody else.
      try await waitUntilThere(scene, restoring)
    }
    restoring.send(signal)
    #expect(restoring.end() == (signal == SIGINT ? 130 : 128 + SIGKILL), "\(restoring.output)")
    try scene.scene.waitUntilGone()
    try await scene.expectNothingLeft(restoring)
    #expect(try scene.state() == before)
    #expect(
      try scene.psql("insert into guests values (1000, 'late') returning id") == "1000")
    try scene.psql("delete from guests where id = 1000")
    try scene.scene.letGo()
    let again = try scene.restore()
    #expect(again.code == 0, "\(again.output)\(again.error)")
    #expect(try scene.isAsBackedUp().code == 0)
  }
}
