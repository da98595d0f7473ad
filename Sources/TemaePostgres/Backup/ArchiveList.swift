import Synchronization
import TemaeCore

/// The entries of an archive, as pg_restore lists them.
struct ArchiveList {
  private let entries: [String]

  /// Reads the list.
  ///
  /// - Parameters:
  ///   - path: The archive.
  ///   - version: The major version that pg_restore must have at least.
  /// - Throws: ``PostgresError/notReplaced(reason:)`` where it has none.
  init(of path: String, version: Int) throws(PostgresError) {
    let lines = Mutex<[String]>([])
    let program = try ArchiveProgram(
      .init(name: "pg_restore", version: version, arguments: ["--list", path]),
      onLine: { line in lines.withLock { $0.append(line) } })
    if let complaint = try program.complaint() { throw .notReplaced(reason: complaint) }
    entries = lines.withLock { $0 }
  }

  /// The lines of foreign keys, and of comments on them.
  ///
  /// `2606 16400 FK CONSTRAINT public lines lines_guest_fkey owner`.
  var foreignKeys: [String] {
    let keys = lines(beginningWith: ["FK CONSTRAINT "])
    let comments = keys.compactMap { line -> String? in
      let words = line.split(separator: " ")
      guard words.count > 7 else { return nil }
      return "COMMENT \(words[5]) CONSTRAINT \(words[7]) ON \(words[6]) "
    }
    return keys + lines(beginningWith: comments)
  }

  /// The lines whose entries begin with one of these texts, such as `SCHEMA - shop `.
  ///
  /// Three numbers come first: `6; 2615 2200 SCHEMA - shop owner`.
  func lines(beginningWith texts: [String]) -> [String] {
    entries.filter { line in
      let words = line.split(separator: " ", maxSplits: 3)
      return words.count == 4 && texts.contains { words[3].hasPrefix($0) }
    }
  }
}
