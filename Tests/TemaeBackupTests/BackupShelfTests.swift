import FoundationEssentials
import TemaeBackup
import TemaeCore
import TestSupport
import Testing

struct BackupShelfTests {
  @Test func `a shelf is made for this account alone, with what is missing above it`() throws {
    let shelf = try Shelf()
    #expect(shelf.shelf.path.hasSuffix("/a/b"))
    for path in [shelf.root, "\(shelf.root)/a", shelf.shelf.path] {
      #expect(try Shelf.mode(path) == 0o700, "\(path)")
    }
  }

  @Test(arguments: [".git", "a/.git"], [true, false])
  func `inside a git work tree nothing is made`(git: String, isDirectory: Bool) throws {
    let shelf = try Shelf()
    let mark = "\(shelf.root)/\(git)"
    if isDirectory {
      try FileManager.default.createDirectory(atPath: mark, withIntermediateDirectories: true)
    } else {
      try Shelf.put("gitdir: elsewhere", at: mark)
    }
    let tree = mark.dropLast(5)
    #expect(
      throws: BackupError.insideWorkTree(path: "\(shelf.root)/a/b/c/d", tree: String(tree))
    ) { try BackupShelf(at: "\(shelf.root)/a/b/c/d") }
    #expect(!FileManager.default.fileExists(atPath: "\(shelf.root)/a/b/c"))
    // A symbolic link from outside leads into it all the same.
    let link = "/tmp/temae-link-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "\(shelf.root)/a/b")
    defer { try? FileManager.default.removeItem(atPath: link) }
    #expect(throws: BackupError.self) { try BackupShelf(at: "\(link)/c") }
  }

  @Test func `names hold nothing that a path could mind`() {
    let instant = Instant(microseconds: 1_769_892_300_123_456).description
    #expect(
      BackupShelf.name(database: "My/Shop é", instant: instant, kind: nil)
        == "My_Shop___-20260131T204500Z")
    #expect(BackupShelf.name(database: "a", instant: instant, kind: "data").hasSuffix("Z-data"))
    for name in ["", ".", "..", ".a", "a/b", "a\0b"] {
      #expect(!BackupShelf.canBeNamed(name))
    }
    #expect(BackupShelf.canBeNamed("before the change"))
  }

  @Test func `what nobody writes any more is removed, what somebody writes is not`() throws {
    let shelf = try Shelf()
    let whole = try shelf.backup()
    let busy = try UnfinishedBackup("busy", on: shelf.shelf)
    try Shelf.put("x", at: "\(busy.path)/full/1.dat")
    let left = "\(shelf.shelf.path)/.left.partial-1"
    try Shelf.put("x", at: "\(left)/full/1.dat")
    try Shelf.put("x", at: "\(shelf.shelf.path)/.hidden/file")
    #expect(try shelf.shelf.removeLeftovers() == [".left.partial-1"])
    #expect(!FileManager.default.fileExists(atPath: left))
    #expect(busy.bytes == 1)
    #expect(FileManager.default.fileExists(atPath: "\(shelf.shelf.path)/.hidden/file"))
    #expect(try whole.fileFindings { _ in } == [])
    try busy.discard()
    #expect(!FileManager.default.fileExists(atPath: busy.path))
  }
}
