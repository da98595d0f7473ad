import ArgumentParser
import TemaeJournal

/// `temae journal head`: size and root in one line, to be kept where the journal is not.
struct JournalHeadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "head", abstract: "Print the journal's size and root in one line.",
    discussion: """
      Paste it where it stays: a chat, a ticket. Whoever holds it can tell later whether anything \
      before it was changed. Ends with 7 where the journal does not verify.
      """)

  @OptionGroup var options: SharedOptions

  func run() async throws {
    let verification = try await options.openJournal(.read).verify()
    guard verification.isWhole else {
      throw Failure(
        .journalBroken, "the journal does not verify: it has no head", next: "temae journal verify")
    }
    try StandardStream.output.print(verification.headLine + "\n")
  }
}
