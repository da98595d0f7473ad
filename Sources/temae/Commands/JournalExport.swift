import ArgumentParser
import TemaeJournal
import TemaeReport

/// `temae journal export`: the journal, or one run of it, to be handed to others.
struct JournalExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the journal, or one run of it, to be handed to others.",
    usage: "temae journal export [FILE] [--format sqlite|jsonl] [--run RUN] [--no-payloads]",
    discussion: """
      FILE.sqlite becomes a copy as one SQLite file. JSON Lines have every event's body, byte for \
      byte, and before it what it names: text as text, other bytes in hexadecimal. With --run the \
      events of other runs are their bare hashes, and everything still verifies to the same root. \
      Both hold what commands printed and people wrote: hand them on with care.
      """)

  /// What an export is.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    /// A copy of the SQLite file.
    case sqlite
    /// One event a line.
    case jsonl
  }

  @Argument(
    help: "The file to make. (default: standard output, as JSON Lines)",
    completion: .file())
  var file: String?

  @Option(help: "What to write; FILE's ending says it too: sqlite or jsonl.")
  var format: Format?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("Only this run's events; the others as hashes.", valueName: "run"))
  var run: String?

  @Flag(
    name: .customLong("no-payloads"),
    help: "Only events, without what they name; it verifies, and cannot be imported.")
  var noPayloads = false

  @OptionGroup var options: SharedOptions

  private var chosen: Format {
    format ?? (file?.hasSuffix(".sqlite") == true ? .sqlite : .jsonl)
  }

  func validate() throws {
    guard chosen == .sqlite else { return }
    guard file != nil else { throw ValidationError("A SQLite file needs a FILE to be made.") }
    guard run == nil, !noPayloads else {
      throw ValidationError("--run and --no-payloads are for JSON Lines: name FILE.jsonl")
    }
  }

  func run() async throws {
    let journal = try options.openJournal(.read)
    guard let file else {
      let head = try journal.exportLines(run: try id(in: journal), withPayloads: !noPayloads) {
        try StandardStream.output.print($0)
      }
      options.remark("head: \(head.line)")
      return
    }
    switch chosen {
    case .jsonl: try writeLines(journal, file)
    case .sqlite: try copy(journal, file)
    }
  }

  private func id(in journal: Journal) throws -> String? {
    try run.map { try RunChoice(journal).named($0).id }
  }

  private func writeLines(_ journal: Journal, _ file: String) throws {
    var made = try NewFile(file)
    let head = try journal.exportLines(run: try id(in: journal), withPayloads: !noPayloads) {
      try made.write($0)
    }
    try made.finish()
    try say(file, head.line)
  }

  private func copy(_ journal: Journal, _ file: String) throws {
    let path = file.hasPrefix("/") ? file : "\(WorkingDirectory.path)/\(file)"
    let verification: Verification
    do {
      verification = try journal.exportCopy(to: path)
    } catch .system(_, _, let reason) {
      throw Failure(
        .data, "cannot make \(file): \(reason)", next: "name a file that does not exist")
    }
    guard verification.isWhole else {
      throw Failure(
        .journalBroken, "the journal does not verify, and was not exported",
        next: "temae journal verify")
    }
    try say(file, verification.headLine)
  }

  private func say(_ file: String, _ head: String) throws {
    try StandardStream.output.print("exported: \(SafeText.neutralized(file))\nhead: \(head)\n")
  }
}
