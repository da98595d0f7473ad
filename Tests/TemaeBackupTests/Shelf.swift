import FoundationEssentials
import Glibc
import TemaeBackup
import TemaeCore
import TestSupport

/// A shelf of its own for one test.
final class Shelf {
  let root: String
  let shelf: BackupShelf

  init() throws {
    root = "/tmp/temae-shelf-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    shelf = try BackupShelf(at: "\(root)/a/b")
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// The rights of a file or directory.
  static func mode(_ path: String) throws -> Int {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw BackupError.noBackup(path: path, reason: "errno \(errno)")
    }
    return Int(status.st_mode & 0o7777)
  }

  /// Writes a file, as pg_dump would.
  static func put(_ text: String, at path: String) throws {
    let directory = path.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(
      atPath: "/\(directory)", withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  /// A small backup that is whole.
  func backup(_ name: String = "one") throws -> BackupDirectory {
    let unfinished = try UnfinishedBackup(name, on: shelf)
    try Self.put("rows", at: "\(unfinished.path)/full/3012.dat.gz")
    try Self.put("toc", at: "\(unfinished.path)/full/toc.dat")
    try unfinished.write(Array("{}\n".utf8), as: "capture.json")
    var manifest = BackupSamples.manifest()
    manifest.files = try unfinished.files(rowsOf: [3012: "public.orders"]) { _ in }
    return try BackupDirectory(at: try unfinished.finish(manifest))
  }
}
