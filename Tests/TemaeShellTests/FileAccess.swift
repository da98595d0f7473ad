import Glibc

/// The whole text of a file; empty when it cannot be read.
func read(_ path: String) -> String {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return "" }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = unsafe Glibc.read(descriptor, &buffer, 65_536)
    guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
    bytes += buffer.prefix(count)
  }
}

/// Puts text into a file from an offset on, as somebody who edits a record would.
func write(_ text: String, to path: String, at offset: Int = 0) {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
  defer { close(descriptor) }
  _ = unsafe pwrite(descriptor, text, text.utf8.count, off_t(offset))
}

/// Whether there is something at this path.
func exists(_ path: String) -> Bool {
  unsafe access(path, F_OK) == 0
}

/// Whether a lock could be had on a file right now.
func canLock(_ path: String) -> Bool {
  let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
  defer { close(descriptor) }
  return flock(descriptor, LOCK_SH | LOCK_NB) == 0
}

/// The blocks of a file that take room on the disk, in bytes.
func roomOnDisk(_ path: String) -> Int {
  var status = stat()
  return unsafe stat(path, &status) == 0 ? Int(status.st_blocks) * 512 : 0
}

/// Copies the files of a directory into a new one, as `cp -r` or a backup would.
func copyTree(_ from: String, to: String) {
  _ = unsafe mkdir(to, 0o700)
  guard let listing = unsafe opendir(from) else { return }
  defer { unsafe closedir(listing) }
  while let entry = unsafe readdir(listing) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    guard name != ".", name != ".." else { continue }
    let source = unsafe open("\(from)/\(name)", O_RDONLY | O_CLOEXEC)
    let copy = unsafe open("\(to)/\(name)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { for descriptor in [source, copy] { close(descriptor) } }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe Glibc.read(source, &buffer, buffer.count)
      guard count > 0 else { break }
      _ = unsafe Glibc.write(copy, buffer, count)
    }
  }
}

/// Removes a directory with everything in it.
func removeTree(_ path: String) {
  guard let listing = unsafe opendir(path) else { return }
  while let entry = unsafe readdir(listing) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    guard name != ".", name != ".." else { continue }
    if unsafe unlink("\(path)/\(name)") != 0 { removeTree("\(path)/\(name)") }
  }
  unsafe closedir(listing)
  unsafe rmdir(path)
}
