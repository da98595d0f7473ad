#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The ground that a journal stands on: looked at before it is opened, prepared before it is made.
struct JournalSite {
  /// The place without symbolic links.
  let place: Journal.Place
  private let group: gid_t?
  private let allowsTemporaryFileSystem: Bool

  init(_ place: Journal.Place, _ options: Journal.Options) throws(JournalError) {
    self.place = place.resolved
    allowsTemporaryFileSystem = options.allowsTemporaryFileSystem
    group = try Self.group(named: options.group, path: self.place.path)
  }

  /// The mode of the journal and of every file beside it.
  var fileMode: mode_t {
    let isShared = group != nil || SystemCall.status(place.path).map(Self.isGroupShared) ?? false
    return isShared ? 0o660 : 0o600
  }

  /// The group of the files beside the journal; `nil` when the directory decides.
  var fileGroup: gid_t? { group }

  private static func group(named name: String?, path: String) throws(JournalError) -> gid_t? {
    guard let name else { return nil }
    guard let entry = unsafe getgrnam(name) else {
      throw .unusable(path: path, .notShareable(reason: "there is no group \(name)"))
    }
    return unsafe entry.pointee.gr_gid
  }

  private static func isGroupShared(_ status: stat) -> Bool {
    status.st_mode & 0o060 == 0o060
  }
}

// MARK: - Looking at a journal that exists

extension JournalSite {
  /// Refuses a file that cannot hold a journal, or that this account should not trust.
  func inspect() throws(JournalError) {
    guard let status = SystemCall.status(place.path) else {
      let number = SystemCall.errorNumber
      guard number == ENOENT else {
        throw .unusable(
          path: place.path, .notAccessible(reason: SystemCall.reason(number)))
      }
      throw .unusable(path: place.path, .missing(isSearched: place.origin == .expected))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unusable(path: place.path, .unsafePath(reason: "it is not a regular file"))
    }
    guard status.st_nlink == 1 else {
      throw .unusable(
        path: place.path,
        .unsafePath(reason: "it has more than one name (hard links), each with its own locks"))
    }
    try inspectOwner(status)
    try inspectFileSystem(place.path)
  }

  private func inspectOwner(_ status: stat) throws(JournalError) {
    guard place.origin == .found, status.st_uid != geteuid() else { return }
    guard !(Self.isGroupShared(status) && Self.belongs(to: status.st_gid)) else { return }
    throw .unusable(path: place.path, .otherOwner(account: Self.account(status.st_uid)))
  }

  private func inspectFileSystem(_ path: String) throws(JournalError) {
    switch try FileSystemKind(path: path) {
    case .local: break
    case .unsafe(let name):
      throw .unusable(path: place.path, .unsafeFileSystem(name: name))
    case .temporary(let name):
      guard allowsTemporaryFileSystem else {
        throw .unusable(path: place.path, .temporaryFileSystem(name: name))
      }
    }
  }

  private static func belongs(to group: gid_t) -> Bool {
    guard group != getegid() else { return true }
    let count = getgroups(0, nil)
    guard count > 0 else { return false }
    let groups = unsafe [gid_t](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
      filled = max(0, Int(unsafe getgroups(count, buffer.baseAddress)))
    }
    return groups.contains(group)
  }

  private static func account(_ id: uid_t) -> String {
    guard let entry = unsafe getpwuid(id), let name = unsafe entry.pointee.pw_name else {
      return "account \(id)"
    }
    return unsafe String(cString: name)
  }
}

// MARK: - Making a journal

extension JournalSite {
  /// Makes the directory and an empty file, unless there is a file already.
  func prepare() throws(JournalError) {
    guard SystemCall.status(place.path) == nil else { return }
    try makeDirectory()
    try inspectFileSystem(place.directory)
    // Made before SQLite opens it, so that it never has a wider mode than it should.
    let descriptor = SystemCall.open(place.path, O_RDWR | O_CREAT | O_EXCL, mode: fileMode)
    guard descriptor >= 0 else {
      guard SystemCall.errorNumber != EEXIST else { return }
      throw .system("make the journal", place.path, SystemCall.errorNumber)
    }
    defer { close(descriptor) }
    try own(descriptor, mode: fileMode)
    writeIgnoreFile()
    SystemCall.synchronizeDirectory(place.directory)
  }

  private func makeDirectory() throws(JournalError) {
    let directory = place.directory
    guard unsafe mkdir(directory, 0o700) == 0 else {
      guard SystemCall.errorNumber == EEXIST else {
        throw .system("make the directory", directory, SystemCall.errorNumber)
      }
      return try inspectSharedDirectory()
    }
    let descriptor = SystemCall.open(directory, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { throw .system("open", directory, SystemCall.errorNumber) }
    defer { close(descriptor) }
    try own(descriptor, mode: group == nil ? 0o700 : 0o2770)
  }

  // The mode of a directory that somebody else made is theirs to change.
  private func inspectSharedDirectory() throws(JournalError) {
    guard let group, let status = SystemCall.status(place.directory) else { return }
    guard Self.isGroupShared(status), status.st_gid == group, status.st_mode & S_ISGID != 0 else {
      throw .unusable(
        path: place.path,
        .notShareable(
          reason: "its directory is not the group's: chgrp and chmod 2770 \(place.directory)"))
    }
  }

  // The group first: giving a file away clears its set-group-id bit.
  private func own(_ descriptor: CInt, mode: mode_t) throws(JournalError) {
    if let group, fchown(descriptor, uid_t.max, group) != 0 {
      throw .unusable(
        path: place.path, .notShareable(reason: SystemCall.reason(SystemCall.errorNumber)))
    }
    guard fchmod(descriptor, mode) == 0 else {
      throw .system("set the mode of", place.path, SystemCall.errorNumber)
    }
  }

  // Names only what temae makes here; a file that exists is never rewritten.
  private func writeIgnoreFile() {
    let descriptor = SystemCall.open(
      place.directory + "/.gitignore", O_WRONLY | O_CREAT | O_EXCL, mode: fileMode)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let ends = ["", "-wal", "-shm", ".lock", ".ballast"]
    let lines =
      ends.map { "/\(place.name)\($0)\n" } + ["/\(place.stem).attempts/\n", "/run-*.lock\n"]
    SystemCall.write(Array(lines.joined().utf8), to: descriptor)
  }
}
