import TemaeBackup
import TemaeCore
import TemaePostgres
import TemaeReport

/// Takes a backup: dumps, digests, and writes the manifest last.
struct BackupTaking {
  let connection: String
  let kind: BackupKind
  /// The tables that are wanted, where not all are.
  let tables: [String]
  let jobs: Int
  let isSingleFile: Bool
  let by: Operator

  /// Takes it into a directory that was made for it.
  func report(
    _ unfinished: UnfinishedBackup, _ stop: StopRequest, _ progress: BackupProgress
  ) async throws -> BackupReport {
    let order = DumpOrder(
      connection: connection, kind: kind, tables: tables, directory: unfinished.path,
      jobs: isSingleFile ? 1 : jobs, isSingleFile: isSingleFile)
    let clock = SystemClock()
    let snapshotAt = Moment()
    let dumped = try await PostgresDatabase().dump(order, stop: stop) { step in
      if case .began = step { snapshotAt.set(clock.now()) }
      progress.take(step)
    }
    let takenAt = snapshotAt.instant ?? clock.now()
    let capture = SchemaCapture(
      catalog: dumped.catalog, contents: dumped.contents, takenAt: takenAt,
      target: dumped.source.target)
    try unfinished.write(
      capture.canonicalBytes + [UInt8(ascii: "\n")], as: BackupManifest.captureName)
    progress.beginDigesting(bytes: unfinished.bytes)
    let files = try unfinished.files(rowsOf: dumped.rowsOf) { bytes throws(BackupError) in
      guard !stop.isMade else { throw .interrupted }
      progress.digested(bytes: bytes)
    }
    let manifest = BackupManifest(
      kind: order.kind, tables: dumped.tables, source: dumped.source, takenAt: takenAt,
      finishedAt: clock.now(), by: by, attempt: DefaultShelf.attempt,
      dumpVersion: dumped.dumpVersion, jobs: order.jobs, files: files, contents: dumped.contents,
      movedSequences: dumped.movedSequences, statistics: dumped.statistics)
    let directory = try unfinished.finish(manifest)
    let finished = try BackupDirectory(at: directory)
    let comparison = BackupComparison(manifest: manifest, catalog: dumped.catalog)
    return BackupReport(
      directory: directory, manifest: manifest, manifestDigest: finished.manifestDigest,
      remarks: comparison.remarks)
  }
}
