import TemaeBackup
import TemaeCore
import TemaePostgres
import TemaeReport

/// Puts a database back to a backup, in place: keeps writers out, makes a copy of what is there,
/// proves that copy, and only then replaces anything.
struct BackupRestoring {
  let directory: BackupDirectory
  /// Leads to the database without any variable of this process.
  let connection: String
  let target: TargetIdentity
  /// The tables whose rows are put back, as they were typed; everything where there are none.
  let tables: [String]
  /// Where the copy of what is replaced will lie.
  let shelf: BackupShelf
  let jobs: Int
  let lockWaitSeconds: Int
  let by: Operator

  /// Refuses what is not a verified backup of this database, as far as that is quickly seen.
  func check() throws(Failure) {
    let kind = directory.manifest.kind
    let isEnough =
      switch kind {
      case .full, .tables: true
      case .data: !tables.isEmpty
      case .schema: false
      }
    guard isEnough else {
      throw Failure(
        .data, "\(directory.path) holds \(kind.rawValue), not the whole database",
        next: kind == .data
          ? "name tables, whose rows are put back: --table NAME" : "name a full backup")
    }
    guard directory.verification()?.isVerified == true else {
      throw Failure(
        .data, "\(directory.path) is not verified, and a restore drops what is there",
        next: "temae backup verify \(directory.path)")
    }
  }

  /// Does all of it; whatever is thrown, the database is as it was.
  func report(_ stop: StopRequest, _ progress: BackupProgress) async throws -> RestorationReport {
    let clock = SystemClock()
    let begin = clock.now()
    try checkFiles(stop, progress)
    // A backup of some tables has no more than these.
    let typed = tables.isEmpty ? directory.manifest.tables ?? [] : tables
    let order = ReplaceOrder(
      connection: connection, directory: directory.path, manifest: directory.manifest,
      catalog: try directory.capture().catalog,
      tables: try await PostgresDatabase().tables(named: typed, connection: connection),
      run: DefaultShelf.attempt?.run, block: DefaultShelf.block,
      lockWaitSeconds: lockWaitSeconds)
    progress.say("keeping writers out of \(target.database) on \(target.host)")
    let locked = try await PostgresDatabase().lock(order, stop: stop)
    let lockedAt = clock.now()
    var report = RestorationReport(
      directory: directory.path, manifest: directory.manifest, target: target,
      tables: order.tables, beganAt: begin, lockedAt: lockedAt, endedAt: lockedAt, copy: nil,
      findings: [])
    do {
      let copy = try await copy(&report, stop, progress)
      if report.findings.isEmpty {
        progress.say("what is there is safe in \(copy): putting the backup in its place")
        progress.begin("restoring")
        report.findings = try await locked.replace(onProgress: progress.take)
        report.isCopied = true
      }
      if report.findings.isEmpty { try await locked.commit() }
    } catch {
      await locked.rollBack()
      throw error
    }
    await locked.rollBack()
    report.endedAt = clock.now()
    return report
  }

  private func checkFiles(_ stop: StopRequest, _ progress: BackupProgress) throws {
    progress.beginDigesting(bytes: directory.manifest.bytes)
    let findings = try directory.fileFindings { bytes throws(BackupError) in
      guard !stop.isMade else { throw .interrupted }
      progress.digested(bytes: bytes)
    }
    guard let first = findings.first else { return }
    throw Failure(
      .data, "\(directory.path) is not what was verified: \(first.problem)",
      next: "temae backup verify \(directory.path)")
  }

  /// A copy of what is there, restored and compared; its directory.
  private func copy(
    _ report: inout RestorationReport, _ stop: StopRequest, _ progress: BackupProgress
  ) async throws -> String {
    let name = BackupShelf.name(
      database: target.database, instant: SystemClock().now().description, kind: "replaced")
    let unfinished = try UnfinishedBackup(name, on: shelf)
    progress.say("copying what is there into \(shelf.path(of: name))")
    progress.begin("dumping", writing: { unfinished.bytes })
    let taken: BackupReport
    do {
      taken = try await BackupTaking(
        connection: connection, kind: report.tables.isEmpty ? .full : .tables,
        tables: report.tables, jobs: jobs, isSingleFile: false, by: by
      ).report(unfinished, stop, progress)
    } catch {
      try unfinished.discard()
      throw error
    }
    progress.begin("restoring in a throwaway cluster,")
    let copy = try BackupDirectory(at: taken.directory)
    let verification = try await BackupVerifying(
      directory: copy, expected: target, origin: nil, server: nil, jobs: jobs, by: by
    ).verification(stop, progress)
    try copy.write(verification)
    report.copy = copy.path
    report.findings = verification.findings
    guard verification.isVerified || !verification.findings.isEmpty else {
      throw Failure(.halted, "\(copy.path) was not verified: nothing was dropped")
    }
    return copy.path
  }
}
