#if canImport(Darwin)
  import Darwin
#else
  import CSQLite
#endif

/// What a file system can promise to a journal.
enum FileSystemKind: Hashable {
  /// Locks and fsync can be relied on, as far as can be told.
  case local
  /// Locks or fsync cannot be relied on: network and user-space file systems.
  case unsafe(name: String)
  /// Everything is gone when the machine stops.
  case temporary(name: String)

  /// The kind of the file system that holds the path.
  init(path: String) throws(JournalError) {
    #if canImport(Darwin)
      var information = statfs()
      guard unsafe statfs(path, &information) == 0 else {
        throw .system("look at the file system of", path, SystemCall.errorNumber)
      }
      let isLocal = information.f_flags & UInt32(MNT_LOCAL) != 0
      self = isLocal ? .local : .unsafe(name: "a network mount")
    #else
      let magic = unsafe temae_file_system_magic(path)
      guard magic >= 0 else {
        throw .system("look at the file system of", path, SystemCall.errorNumber)
      }
      self.init(magic: UInt32(magic))
    #endif
  }

  /// The kind that a magic number of Linux stands for (statfs(2), linux/magic.h).
  init(magic: UInt32) {
    if let name = Self.temporaryMagics[magic] {
      self = .temporary(name: name)
    } else if let name = Self.unsafeMagics[magic] {
      self = .unsafe(name: name)
    } else {
      self = .local
    }
  }

  private static let temporaryMagics: [UInt32: String] = [
    0x0102_1994: "tmpfs",
    0x8584_58F6: "ramfs",
  ]

  private static let unsafeMagics: [UInt32: String] = [
    0x0000_6969: "NFS",
    0x0000_517B: "SMB",
    0xFF53_4D42: "CIFS",
    0xFE53_4D42: "SMB2",
    0x6573_5546: "FUSE",
    0x0102_1997: "9P",
    0x00C3_6400: "Ceph",
    0x5346_414F: "AFS",
    0x6B41_4653: "AFS",
    0x7375_7245: "Coda",
    0x0BD0_0BD0: "Lustre",
    0x7461_636F: "OCFS2",
    0x0116_1970: "GFS2",
    0x786F_4256: "a VirtualBox share",
  ]
}
