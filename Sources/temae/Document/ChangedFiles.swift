import TemaeCore
import TemaeJournal
import TemaeMarkdown
import TemaeReport

/// What a run has of its document and files, against what there is now.
enum ChangedFiles {
  /// What changed on the disk since the run was opened or last amended.
  ///
  /// Nothing of it goes into the run: that is an amendment.
  static func onDisk(of state: RunState, in journal: Journal) throws -> [FileChange] {
    guard let directory = state.directory, let name = state.document else { return [] }
    func version(_ path: String, keepsBytes: Bool) -> FileChange.Version? {
      let path = path.hasPrefix("/") ? path : "\(directory)/\(path)"
      let bytes = try? FileBytes.read(path, limitBytes: DocumentReader.limitBytes)
      return bytes.map {
        FileChange.Version(digest: SourceDigest.of($0), bytes: keepsBytes ? $0 : nil)
      }
    }
    var now: [String: FileChange.Version] = [:]
    for file in state.files {
      now[file.path] = version(file.path, keepsBytes: file.content != nil)
    }
    return try changes(of: state, in: journal, name, version(name, keepsBytes: true), now)
  }

  /// What changes for the run when a document and its files are taken in.
  static func between(
    _ state: RunState, in journal: Journal, and read: DocumentReader.Document,
    _ files: [(path: String, version: FileChange.Version)]
  ) throws -> [FileChange] {
    let document = FileChange.Version(digest: SourceDigest.of(read.source), bytes: read.source)
    let now = Dictionary(files.map { ($0.path, $0.version) }, uniquingKeysWith: preferring)
    return try changes(of: state, in: journal, read.name, document, now)
  }

  private static func changes(
    of state: RunState, in journal: Journal, _ name: String, _ document: FileChange.Version?,
    _ now: [String: FileChange.Version]
  ) throws -> [FileChange] {
    var changes: [FileChange] = []
    // What was erased cannot be compared.
    if let source = try state.source.flatMap({ try journal.payload($0) }) {
      let known = FileChange.Version(digest: SourceDigest.of(source), bytes: source)
      changes.append(FileChange(path: name, old: known, new: document))
    }
    let pairs = try state.files.map { file in
      let bytes = try file.content.flatMap { try journal.payload($0) }
      return (file.path, FileChange.Version(digest: file.digest, bytes: bytes))
    }
    let before = Dictionary(pairs, uniquingKeysWith: preferring)
    for path in Set(before.keys).union(now.keys).sorted() {
      changes.append(FileChange(path: path, old: before[path], new: now[path]))
    }
    return changes.filter { $0.old?.digest != $0.new?.digest }
  }

  /// A file that is both included and named as a script is kept with its bytes.
  private static func preferring(
    _ one: FileChange.Version, _ other: FileChange.Version
  ) -> FileChange.Version {
    one.bytes == nil ? other : one
  }
}

extension ChangedFiles {
  /// How many lines of a difference a resume shows.
  private static let shownLines = 60

  /// Says what changed on the disk, and that the run goes on with what it has.
  static func say(_ loaded: LoadedRun, _ journal: Journal, _ options: SharedOptions) throws {
    let state = loaded.state
    let changes = try onDisk(of: state, in: journal)
    guard !options.quiet, !changes.isEmpty else { return }
    let names = changes.map { $0.new == nil ? "\($0.path) (gone)" : $0.path }
    options.remark(
      "not what the run has, and not taken in: \(names.joined(separator: ", ")); "
        + "a script that changed halts the run at its turn")
    let style = TerminalAbilities(of: .error, noColor: options.noColor).style
    let path = "\(state.directory ?? ".")/\(state.document ?? "")"
    let runbook = (try? DocumentReader.read(path))?.compilation.runbook
    let text =
      runbook.map { runbook in
        DifferenceReport(
          state: state, runbook: runbook, document: state.document ?? path, files: changes
        ).text(style, limit: shownLines)
      } ?? DifferenceReport.text(of: changes, style, limit: shownLines)
    StandardStream.error.write(text)
    let name = state.opened?.name ?? state.run
    options.remark(
      "the run goes on with what it has; temae amend \(name) --reason TEXT takes it in")
  }
}
