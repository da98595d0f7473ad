import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport

/// `temae journal verify`: finds any edit, deletion, reordering or insertion.
struct JournalVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Find any edit, and name the first bad event.",
    discussion: """
      Every event is checked against its hash, its link to the one before it and the payloads that \
      it names; then every run is replayed, and every digest of a state that was recorded is \
      compared. Ends with 7 where something is wrong. What was cut off at the end shows only \
      against a head line that was kept elsewhere.
      """)

  @OptionGroup var kept: KeptHead

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let journal = try options.openJournal(.read)
    var folds = RunFolds(in: journal)
    let verification = try await journal.verify(containing: kept.head, entries: { folds.take($0) })
    guard verification.isWhole else { throw failure(verification, journal) }
    for note in verification.notes { options.remark(note) }
    // What this version does not know was not folded, and what came after it seems not to follow.
    if !verification.notes.isEmpty {
      for run in try journal.runs() { try RunLoader.verify(run.id, in: journal) }
    }
    // Hashes can be right where the history cannot be: a forger can compute them too.
    try folds.finish(at: verification.size)
    try StandardStream.output.print(
      """
      verified: \(verification.size) events, \(verification.runs) runs, \
      \(verification.payloads) payloads in \(SafeText.neutralized(journal.place.path))
      head: \(verification.headLine)

      """)
  }

  private func failure(_ verification: Verification, _ journal: Journal) -> Failure {
    let lines =
      ["\(journal.place.path) does not verify"]
      + (verification.defect.map { [SafeText.neutralized($0.description)] } ?? [])
      + (verification.headProblem.map { [$0] } ?? [])
      + verification.schemaDifferences.map { SafeText.neutralized($0) }
    return Failure(
      .journalBroken, lines.lines,
      next: "keep the file as it is; compare it with a copy or a head line kept elsewhere")
  }
}
