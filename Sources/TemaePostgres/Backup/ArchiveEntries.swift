import Synchronization
import TemaeCore

/// Which table's rows the files of an archive hold, as pg_restore lists them.
struct ArchiveEntries {
  /// The tables' object numbers, by the number that begins the name of the file.
  let tables: [Int: String]

  /// Reads the list of an archive.
  ///
  /// - Parameters:
  ///   - path: The archive.
  ///   - version: The major version that pg_restore must have at least.
  /// - Throws: ``PostgresError/notDumped(reason:)`` where it has no list.
  init(of path: String, version: Int) throws(PostgresError) {
    let tables = Mutex<[Int: String]>([:])
    let program = try ArchiveProgram(
      .init(name: "pg_restore", version: version, arguments: ["--list", path]),
      onLine: { line in
        guard let (file, table) = Self.entry(line) else { return }
        tables.withLock { $0[file] = table }
      })
    if let complaint = try program.complaint() { throw .notDumped(reason: complaint) }
    self.tables = tables.withLock { $0 }
  }

  /// `3012; 0 16385 TABLE DATA public orders owner`.
  private static func entry(_ line: String) -> (file: Int, table: String)? {
    let words = line.split(separator: " ", maxSplits: 5)
    guard words.count > 4, words[3] == "TABLE", words[4] == "DATA",
      let file = Int(words[0].prefix { $0 != ";" })
    else { return nil }
    return (file, String(words[2]))
  }
}
