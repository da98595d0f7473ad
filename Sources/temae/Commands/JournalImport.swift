import ArgumentParser
import TemaeJournal
import TemaeReport

/// `temae journal import`: an export becomes a journal again.
struct JournalImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a journal from an export, or only verify the export.",
    discussion: """
      The journal must not exist yet, or have no events: --journal names it. Every event, link and \
      payload is verified, and the root is the same as before; what does not verify leaves nothing \
      behind and ends with 7. An export of one run can only be verified.
      """)

  @Argument(help: "What temae journal export wrote.", completion: .file())
  var file: String

  @Flag(help: "Only verify the export, which must be JSON Lines; no journal is made.")
  var check = false

  @OptionGroup var kept: KeptHead

  @Flag(help: "Allow a journal that a reboot deletes.")
  var allowTmpfs = false

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let path = file.hasPrefix("/") ? file : "\(WorkingDirectory.path)/\(file)"
    if check { return try verify(path) }
    let journal = try options.openJournal(.create, allowsTemporaryFileSystem: allowTmpfs)
    let verification: Verification
    do {
      verification = try journal.importExport(at: path, containing: kept.head)
    } catch JournalError.system {
      throw Failure(.data, "\(file) cannot be read", next: "check the path and its rights")
    }
    try say("imported", verification, into: journal.place.path)
    for run in try journal.runs() { try RunLoader.verify(run.id, in: journal) }
  }

  private func verify(_ path: String) throws {
    let verification = try Journal.verifyExport(at: path, containing: kept.head)
    guard verification.isWhole else {
      let problems = [verification.defect?.description, verification.headProblem]
      let lines = ["\(file) does not verify"] + problems.compactMap(\.self)
      throw Failure(.journalBroken, lines.map { SafeText.neutralized($0) }.lines)
    }
    try say("verified", verification, into: file)
  }

  private func say(_ what: String, _ verification: Verification, into place: String) throws {
    for note in verification.notes { options.remark(note) }
    try StandardStream.output.print(
      """
      \(what): \(verification.size) events, \(verification.runs) runs, \
      \(verification.payloads) payloads in \(SafeText.neutralized(place))
      head: \(verification.headLine)

      """)
  }
}
