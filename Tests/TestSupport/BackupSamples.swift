public import TemaeCore

/// A backup's manifest and its verification, as examples.
public enum BackupSamples {
  /// A full backup of a small shop.
  public static func manifest(kind: BackupKind = .full) -> BackupManifest {
    let at = Instant(microseconds: 1_769_892_300_000_000)
    return BackupManifest(
      kind: kind, tables: kind == .tables ? ["public.orders"] : nil, source: source,
      takenAt: at, finishedAt: at.advanced(bySeconds: 48), by: person,
      attempt: BackupManifest.Attempt(run: "baseline-1", step: "3", attempt: 1),
      dumpVersion: "15.18", jobs: 4,
      files: [
        file("full/toc.dat", 4210, "b0"), file("full/3012.dat.gz", 901_223, "c3", "public.orders"),
        file("capture.json", 18_734, "a1"),
      ],
      contents: kind.hasRows ? contents : nil,
      movedSequences: [
        SequenceValue(sequence: "public.orders_id_seq", lastValue: "70009", isCalled: true)
      ])
  }

  /// What came of verifying it: equal, but for one table.
  public static func verification(of manifest: Digest) -> BackupVerification {
    BackupVerification(
      manifest: manifest, verifiedAt: Instant(microseconds: 1_769_892_600_000_000), by: person,
      findings: [
        BackupFinding(.content, "public.orders", "public.orders has 69999 rows, expected 70000")
      ],
      restore: BackupVerification.Restore(
        seconds: 35, jobs: 4, serverVersion: "15.18", isThrowaway: true, comparedCount: 2),
      remarks: ["index public.orders_note was not valid: pg_dump leaves such an index out"])
  }

  /// The same in a few words.
  public static var summary: BackupSummary {
    BackupSummary(manifest(), digest: testDigest([6]), path: "/var/backups/temae/shop-1")
  }

  /// What came of verifying it, in a few words.
  public static func proof(findingCount: Int = 0) -> BackupProof {
    BackupProof(
      verifiedAt: Instant(microseconds: 1_769_892_600_000_000), findingCount: findingCount,
      restoreSeconds: 35)
  }

  /// What its tables held.
  public static let contents = Contents(
    tables: [
      TableContent(
        table: "public.orders", rows: 70_000, digest: "5d2b4f1c6a7e8d90112233445566778f")
    ],
    sequences: [
      SequenceValue(sequence: "public.orders_id_seq", lastValue: "70000", isCalled: true)
    ])

  private static let person = Operator(name: "mei", account: "mei", host: "ops")

  private static let source = BackupSource(
    target: TargetIdentity(
      systemIdentifier: "7712178588657440961", timeline: 1, database: "shop",
      host: "db.example:5432", serverVersion: "15.18", role: "backup"),
    snapshot: "00000003-00000A1B-1", walPosition: "16/B374D848", databaseBytes: 20_971_520,
    locale: DatabaseLocale(encoding: "UTF8", collate: "C.UTF-8", characterType: "C.UTF-8"),
    roles: ["backup", "steward"])

  private static func file(
    _ path: String, _ bytes: Int, _ byte: String, _ table: String? = nil
  ) -> BackupFile {
    let hex = String(repeating: byte, count: 32)
    return BackupFile(path: path, bytes: bytes, sha256: Digest(hex: hex) ?? .zero, rowsOf: table)
  }
}
