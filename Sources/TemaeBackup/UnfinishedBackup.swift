import Glibc
public import TemaeCore

/// A backup that is being written, under a temporary name that begins with a dot.
///
/// It is locked while this object lives. Killed at any moment, it never looks whole: its manifest is
/// written last, and its name comes after that.
public final class UnfinishedBackup: Sendable {
  /// Its directory for the time being.
  public let path: String
  private let shelf: BackupShelf
  private let name: String
  private let lock: Int32

  /// Makes the directory.
  ///
  /// - Parameters:
  ///   - name: What the backup will be called.
  ///   - shelf: Where it will lie.
  /// - Throws: ``BackupError/exists(path:)`` where there is something of that name.
  public init(_ name: String, on shelf: BackupShelf) throws(BackupError) {
    let final = shelf.path(of: name)
    guard FileSystem.entry(final) == nil else { throw .exists(path: final) }
    var generator = SystemRandomNumberGenerator()
    let digits = String(generator.next() as UInt32, radix: 16)
    path = shelf.path(of: ".\(name)\(BackupShelf.partialMark)\(digits)")
    self.shelf = shelf
    self.name = name
    let shelfLock = try shelf.locked()
    defer { close(shelfLock) }
    try FileSystem.makeDirectory(path)
    lock = try FileSystem.open(path, O_RDONLY | O_DIRECTORY, "read")
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw FileSystem.refused("lock", path) }
  }

  deinit { close(lock) }

  /// How many bytes have been written.
  public var bytes: Int { FileSystem.bytes(below: path) }

  /// Writes a file of the backup's own.
  public func write(_ bytes: [UInt8], as name: String) throws(BackupError) {
    try FileSystem.write(bytes, to: "\(path)/\(name)")
  }

  /// Digests all files that are there.
  ///
  /// - Parameters:
  ///   - rowsOf: The tables whose rows files hold, by the number that begins a file's name.
  ///   - onBytes: Told how many more bytes were read; throws to stop.
  /// - Returns: The files, which only this account can read.
  /// - Throws: ``BackupError`` where one cannot be read, and what `onBytes` throws.
  public func files(
    rowsOf: [Int: String], onBytes: (Int) throws(BackupError) -> Void
  ) throws(BackupError) -> [BackupFile] {
    var files: [BackupFile] = []
    for file in try FileSystem.files(below: path) {
      let whole = "\(path)/\(file)"
      guard let entry = FileSystem.entry(whole), entry.isRegular else {
        throw .refused(doing: "take", path: whole, reason: "it is no regular file")
      }
      guard unsafe chmod(whole, 0o600) == 0 else { throw FileSystem.refused("protect", whole) }
      let digest = try FileDigest.of(whole, onBytes: onBytes)
      files.append(
        BackupFile(
          path: file, bytes: digest.bytes, sha256: digest.sha256,
          rowsOf: Self.number(of: entry.name).flatMap { rowsOf[$0] }))
    }
    return files
  }

  /// Writes the manifest, makes everything durable, and gives the directory its name.
  ///
  /// - Returns: The directory.
  public func finish(_ manifest: BackupManifest) throws(BackupError) -> String {
    try write(manifest.fileBytes, as: BackupManifest.fileName)
    for entry in try FileSystem.entries(of: path) where entry.isDirectory {
      try FileSystem.synchronize("\(path)/\(entry.name)")
    }
    try FileSystem.synchronize(path)
    let final = shelf.path(of: name)
    let shelfLock = try shelf.locked()
    defer { close(shelfLock) }
    guard FileSystem.entry(final) == nil else { throw .exists(path: final) }
    try FileSystem.rename(path, to: final)
    try FileSystem.synchronize(shelf.path)
    return final
  }

  /// Removes it, with all that was written.
  public func discard() throws(BackupError) {
    guard FileSystem.entry(path) != nil else { return }
    try FileSystem.remove(path)
  }

  /// pg_dump calls the files of tables after their entries: `3012.dat.gz`.
  private static func number(of name: String) -> Int? {
    let digits = name.prefix { $0.isNumber }
    return name.dropFirst(digits.count).hasPrefix(".dat") ? Int(digits) : nil
  }
}
