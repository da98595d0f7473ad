import FoundationEssentials
import TemaeBackup
import TemaeCore
import TestSupport
import Testing

struct BackupDirectoryTests {
  @Test func `a backup gets its name with everything in it, for this account alone`() throws {
    let shelf = try Shelf()
    let unfinished = try UnfinishedBackup("two", on: shelf.shelf)
    #expect(unfinished.path.hasPrefix("\(shelf.shelf.path)/.two.partial-"))
    #expect(!FileManager.default.fileExists(atPath: shelf.shelf.path(of: "two")))
    #expect(throws: BackupError.self) { try BackupDirectory(at: unfinished.path) }
    let backup = try shelf.backup()
    #expect(backup.path == shelf.shelf.path(of: "one"))
    #expect(try Shelf.mode(backup.path) == 0o700)
    for file in backup.manifest.files.map(\.path) + ["manifest.json"] {
      #expect(try Shelf.mode("\(backup.path)/\(file)") == 0o600)
    }
    #expect(
      backup.manifest.files.map(\.rowsOf) == [nil, "public.orders", nil])
    // printf rows | sha256sum
    #expect(
      backup.manifest.files[1].sha256.hex
        == "bc51e9e65d79e1c90ba544ab2eae1044ccdf8c1af7a559ba375cba4276f7d99e")
    #expect(throws: BackupError.exists(path: backup.path)) { try shelf.backup() }
    #expect(!backup.isExposed)
  }

  @Test func `each file that is not what it was is named`() throws {
    let shelf = try Shelf()
    let backup = try shelf.backup()
    #expect(try backup.fileFindings { _ in } == [])
    let rows = "\(backup.path)/full/3012.dat.gz"
    func problems() throws -> [String] { try backup.fileFindings { _ in }.map(\.problem) }
    try "rowz".write(toFile: rows, atomically: false, encoding: .utf8)
    #expect(
      try problems() == [
        "full/3012.dat.gz (the rows of public.orders) was changed: it has another SHA-256"
      ])
    try "ro".write(toFile: rows, atomically: false, encoding: .utf8)
    #expect(
      try problems() == ["full/3012.dat.gz (the rows of public.orders) has 2 bytes, and had 4"])
    try FileManager.default.removeItem(atPath: rows)
    #expect(try problems() == ["full/3012.dat.gz (the rows of public.orders) is missing"])
    try FileManager.default.createSymbolicLink(
      atPath: rows, withDestinationPath: "\(backup.path)/full/toc.dat")
    #expect(
      try problems() == ["full/3012.dat.gz (the rows of public.orders) is no regular file"])
    try FileManager.default.removeItem(atPath: rows)
    try "rows".write(toFile: rows, atomically: false, encoding: .utf8)
    try "x".write(toFile: "\(backup.path)/full/9.dat", atomically: false, encoding: .utf8)
    #expect(try problems() == ["full/9.dat is not of this backup"])
  }

  @Test func `a verification counts for the manifest that it is of`() throws {
    let shelf = try Shelf()
    let backup = try shelf.backup()
    #expect(backup.verification() == nil)
    let verification = BackupSamples.verification(of: backup.manifestDigest)
    try backup.write(verification)
    #expect(backup.verification() == verification)
    #expect(try Shelf.mode("\(backup.path)/verification.json") == 0o600)
    #expect(try backup.fileFindings { _ in } == [])
    try backup.write(BackupSamples.verification(of: .zero))
    #expect(backup.verification() == nil)
  }

  @Test func `what is no backup is refused with the reason`() throws {
    let shelf = try Shelf()
    #expect(throws: BackupError.self) { try BackupDirectory(at: "\(shelf.root)/gone") }
    let backup = try shelf.backup()
    let manifest = "\(backup.path)/manifest.json"
    let text = try String(contentsOfFile: manifest, encoding: .utf8)
    for damaged in [
      String(text.prefix(text.count / 2)), text.replacing("full/toc.dat", with: "../full/toc.dat"),
      text.replacing("full/toc.dat", with: "/etc/passwd"), "",
    ] {
      try damaged.write(toFile: manifest, atomically: false, encoding: .utf8)
      #expect(throws: BackupError.self) { try BackupDirectory(at: backup.path) }
    }
  }

  @Test func `digesting ends when it is told to`() throws {
    let shelf = try Shelf()
    let backup = try shelf.backup()
    #expect(throws: BackupError.interrupted) {
      try backup.fileFindings { _ throws(BackupError) in throw .interrupted }
    }
  }
}
