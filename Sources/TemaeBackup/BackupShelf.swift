import Glibc

/// The directory in which backups lie, each in a directory of its own.
public struct BackupShelf: Hashable, Sendable {
  /// The directory, absolute and without symbolic links.
  public let path: String

  static let partialMark = ".partial-"

  /// Takes a directory, and makes it where it is missing, for this account alone.
  ///
  /// - Parameter path: The directory, absolute or relative to the working directory.
  /// - Throws: ``BackupError/insideWorkTree(path:tree:)`` inside a git work tree, before anything is
  ///   made.
  public init(at path: String) throws(BackupError) {
    var missing: [Substring] = []
    var parts = path.split(separator: "/")
    let root = path.hasPrefix("/") ? "/" : "./"
    var existing = FileSystem.resolved(root + parts.joined(separator: "/"))
    while existing == nil, let last = parts.popLast() {
      missing.insert(last, at: 0)
      existing = FileSystem.resolved(root + parts.joined(separator: "/"))
    }
    guard let existing else { throw FileSystem.refused("read", path) }
    let whole = missing.reduce(existing) { Self.joined($0, $1) }
    if let tree = Self.workTree(around: whole) {
      throw .insideWorkTree(path: whole, tree: tree)
    }
    var made = existing
    for part in missing {
      made = Self.joined(made, part)
      try FileSystem.makeDirectory(made)
    }
    self.path = whole
  }

  /// The directory of a backup on this shelf.
  public func path(of name: String) -> String { Self.joined(path, name[...]) }

  /// A backup's default name: the database, the instant, and what it holds unless that is all.
  ///
  /// - Parameters:
  ///   - database: The database's name.
  ///   - instant: When, as `2026-01-31T23:59:59.000001Z`.
  ///   - kind: What it holds; `nil` for everything.
  /// - Returns: The name, of letters, digits, `_` and `-`.
  public static func name(database: String, instant: String, kind: String?) -> String {
    let plain = String(
      decoding: database.utf8.map { isPlain($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    let time = instant.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    return "\(plain)-\(time)" + (kind.map { "-\($0)" } ?? "")
  }

  /// Whether a name can be a backup's: it names something on the shelf itself.
  public static func canBeNamed(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.utf8.contains(0)
  }

  /// Removes what killed backups have left here; says what that was.
  public func removeLeftovers() throws(BackupError) -> [String] {
    let lock = try locked()
    defer { close(lock) }
    var removed: [String] = []
    for entry in try FileSystem.entries(of: path)
    where entry.isDirectory && entry.name.hasPrefix(".") && entry.name.contains(Self.partialMark) {
      let leftover = path(of: entry.name)
      let descriptor = try FileSystem.open(leftover, O_RDONLY | O_DIRECTORY, "read")
      defer { close(descriptor) }
      // Whoever writes it holds the lock for as long as it lives.
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
      try FileSystem.remove(leftover)
      removed.append(entry.name)
    }
    return removed
  }

  /// A lock on the shelf, held while directories on it come and go: a descriptor to close.
  func locked() throws(BackupError) -> Int32 {
    let descriptor = try FileSystem.open(path, O_RDONLY | O_DIRECTORY, "read")
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        defer { close(descriptor) }
        throw FileSystem.refused("lock", path)
      }
    }
    return descriptor
  }

  private static func joined(_ path: String, _ part: Substring) -> String {
    path.hasSuffix("/") ? path + part : "\(path)/\(part)"
  }

  /// The nearest directory at or above a path that holds a `.git`: a directory, or a file in a
  /// linked work tree.
  private static func workTree(around path: String) -> String? {
    var parts = path.split(separator: "/")
    while true {
      let directory = "/" + parts.joined(separator: "/")
      if FileSystem.entry(joined(directory, ".git")) != nil { return directory }
      guard parts.popLast() != nil else { return nil }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
