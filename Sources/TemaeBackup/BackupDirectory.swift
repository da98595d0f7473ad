import Glibc
public import TemaeCore

/// A backup that is there.
public struct BackupDirectory: Hashable, Sendable {
  /// Its directory, absolute and without symbolic links.
  public let path: String
  /// What it says of itself.
  public let manifest: BackupManifest
  /// The SHA-256 of the manifest's bytes.
  public let manifestDigest: Digest

  /// Reads the manifest.
  ///
  /// - Parameter path: The directory.
  /// - Throws: ``BackupError/noBackup(path:reason:)`` where there is no manifest that can be read.
  public init(at path: String) throws(BackupError) {
    guard let resolved = FileSystem.resolved(path) else {
      throw .noBackup(path: path, reason: "there is no such directory")
    }
    let file = "\(resolved)/\(BackupManifest.fileName)"
    guard FileSystem.entry(file)?.isRegular == true else {
      throw .noBackup(
        path: resolved,
        reason: "it holds no \(BackupManifest.fileName), which is written when a backup is whole")
    }
    let bytes = try FileSystem.read(file)
    do throws(CanonicalReader.Malformed) {
      manifest = try BackupManifest(bytes: bytes)
    } catch {
      throw .noBackup(
        path: resolved,
        reason: "its \(BackupManifest.fileName) is damaged, or of another version of temae: "
          + "\(error)")
    }
    for file in manifest.files {
      let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
        throw .noBackup(path: resolved, reason: "its manifest names a file outside of it")
      }
    }
    self.path = resolved
    manifestDigest = FileDigest.of(bytes)
  }

  /// The backup in a few words.
  public var summary: BackupSummary {
    BackupSummary(manifest, digest: manifestDigest, path: path)
  }

  /// What is wrong with the files.
  ///
  /// - Parameter onBytes: Told how many more bytes were read; throws to stop.
  /// - Returns: A finding for each file that is missing, is not what it was, or is not of the backup.
  /// - Throws: ``BackupError`` where one cannot be read, and what `onBytes` throws.
  public func fileFindings(
    onBytes: (Int) throws(BackupError) -> Void
  ) throws(BackupError) -> [BackupFinding] {
    var findings: [BackupFinding] = []
    for file in manifest.files {
      if let problem = try problem(of: file, onBytes) {
        findings.append(BackupFinding(.file, file.path, "\(file.words) \(problem)"))
      }
    }
    let known = Set(manifest.files.map { Array($0.path.utf8) })
    let own = [BackupManifest.fileName, BackupVerification.fileName]
    for name in try FileSystem.files(below: path) where !own.contains(name) {
      guard !known.contains(Array(name.utf8)) else { continue }
      findings.append(BackupFinding(.file, name, "\(name) is not of this backup"))
    }
    return findings
  }

  /// The schema that was dumped, from its file.
  public func capture() throws(BackupError) -> SchemaCapture {
    let file = "\(path)/\(BackupManifest.captureName)"
    let bytes = try FileSystem.read(file)
    do throws(CanonicalReader.Malformed) {
      return try SchemaCapture(bytes: bytes)
    } catch {
      throw .noBackup(
        path: path, reason: "its \(BackupManifest.captureName) cannot be read: \(error)")
    }
  }

  /// Whether others than this account can get at it.
  public var isExposed: Bool {
    FileSystem.entry(path).map { $0.mode & 0o077 != 0 } ?? false
  }

  /// The verification that lies beside the manifest; `nil` where there is none, or it is of another
  /// manifest.
  public func verification() -> BackupVerification? {
    guard let bytes = try? FileSystem.read("\(path)/\(BackupVerification.fileName)"),
      let verification = try? BackupVerification(bytes: bytes),
      verification.manifest == manifestDigest
    else { return nil }
    return verification
  }

  /// Puts a verification beside the manifest, in place of an earlier one.
  public func write(_ verification: BackupVerification) throws(BackupError) {
    let final = "\(path)/\(BackupVerification.fileName)"
    let temporary = "\(path)/.\(BackupVerification.fileName).\(getpid())"
    try FileSystem.write(verification.fileBytes, to: temporary)
    try FileSystem.rename(temporary, to: final)
    try FileSystem.synchronize(path)
  }

  private func problem(
    of file: BackupFile, _ onBytes: (Int) throws(BackupError) -> Void
  ) throws(BackupError) -> String? {
    let whole = "\(path)/\(file.path)"
    guard let entry = FileSystem.entry(whole) else { return "is missing" }
    guard entry.isRegular else { return "is no regular file" }
    guard entry.bytes == file.bytes else {
      return "has \(entry.bytes) bytes, and had \(file.bytes)"
    }
    let digest = try FileDigest.of(whole, onBytes: onBytes)
    return digest.sha256 == file.sha256 ? nil : "was changed: it has another SHA-256"
  }
}
