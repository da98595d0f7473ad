import Glibc

/// A small file system in memory, unmounted with its owner.
final class FullDisk: Sendable {
  /// Where it is mounted.
  let path: String

  init(at path: String) throws {
    self.path = path
    unsafe mkdir(path, 0o700)
    guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=2m") == 0 else {
      throw Failure(what: "mount")
    }
  }

  deinit { unsafe umount2(path, Int32(MNT_DETACH)) }

  /// Whether this process may mount one.
  static let isPossible: Bool = {
    var template = Array("/tmp/temae-mount-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { return false }
    let path = String(
      decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { unsafe rmdir(path) }
    return (try? FullDisk(at: path)) != nil
  }()
}
