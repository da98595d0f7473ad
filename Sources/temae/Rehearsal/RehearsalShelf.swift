import FoundationEssentials
import TemaeCore
import TemaeJournal

/// Where results of rehearsals are kept: beside the journal of the real runs, a file each, and the
/// journals of those that have something to show.
struct RehearsalShelf {
  private static let limitBytes = 16 << 20
  private let directory: String

  init(beside place: Journal.Place) { directory = "\(place.directory)/rehearsals" }

  /// Keeps a record in the place of the last one of the same document and database.
  ///
  /// - Returns: The file.
  func keep(_ record: RehearsalRecord) throws(Failure) -> String {
    let name = "\(RunCommand.slug(record.title))-\(record.database)-\(record.digest.hex.prefix(12))"
    let path = "\(directory)/\(name).json"
    try makeDirectory()
    do {
      // Atomic: it is written beside the old one, and takes its name.
      try Data(record.fileBytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(.halted, "what the rehearsal found cannot be kept in \(path): \(error)")
    }
    return path
  }

  /// Where a rehearsal's journal is kept that has something to show.
  func place(for run: String) throws(Failure) -> String {
    try makeDirectory()
    return "\(directory)/\(run)"
  }

  private func makeDirectory() throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(.halted, "cannot make \(directory): \(error)")
    }
  }

  /// The newest record of this very runbook, else the newest of its document as it was.
  ///
  /// A file that is no record of this version says nothing.
  func newest(of runbook: Runbook, document: String) -> RehearsalRecord? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let records = names.filter { $0.hasSuffix(".json") }.compactMap { name in
      (try? FileBytes.read("\(directory)/\(name)", limitBytes: Self.limitBytes))
        .flatMap { try? RehearsalRecord(bytes: $0) }
    }.sorted { $0.at < $1.at }
    let files = runbook.files.map(FileRecord.init)
    return records.last { $0.changes(to: runbook.digest, files).isEmpty }
      ?? records.last { $0.title == runbook.title || $0.document == document }
  }
}
