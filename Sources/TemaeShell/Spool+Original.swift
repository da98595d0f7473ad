import Glibc

extension Spool {
  /// Writes into the attempt's lock which file it is.
  ///
  /// A lock is a file's, not its name's: whoever looks at a copy finds it free, although the original
  /// is held. Nothing rests on the text being durable: it is missing only after the machine went down,
  /// and then nobody holds anything.
  func nameOriginal(_ lock: borrowing FileDescriptor) throws(ShellError) {
    let text = Array("inode \(try inode(of: lock))\n".utf8)
    guard unsafe pwrite(lock.number, text, text.count, 0) == text.count else {
      throw .last("write", path(.supervisorLock))
    }
  }

  /// Whether the lock is the file that was made for the attempt, as far as it says which one that is.
  func isOriginal(_ lock: borrowing FileDescriptor) throws(ShellError) -> Bool {
    let bytes = try lock.read(at: 0, count: 64, path: path(.supervisorLock))
    guard !bytes.isEmpty else { return true }
    return String(decoding: bytes, as: UTF8.self) == "inode \(try inode(of: lock))\n"
  }

  private func inode(of lock: borrowing FileDescriptor) throws(ShellError) -> UInt64 {
    var status = stat()
    guard unsafe fstat(lock.number, &status) == 0 else {
      throw .last("look at", path(.supervisorLock))
    }
    return UInt64(status.st_ino)
  }
}
