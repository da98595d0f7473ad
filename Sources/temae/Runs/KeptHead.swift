import ArgumentParser
import TemaeJournal

/// `--head`: a line of `temae journal head` that was kept elsewhere.
struct KeptHead: ParsableArguments {
  @Option(
    name: .customLong("head"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "A line of temae journal head that was kept elsewhere: the journal must contain it.",
      valueName: "size root"))
  var words: [String] = []

  func validate() throws {
    guard words.isEmpty || head != nil else {
      throw ValidationError("--head takes the line of temae journal head: a size and a root")
    }
  }

  /// What was kept; `nil` where nothing was given.
  var head: JournalHead? { JournalHead(line: words.joined(separator: " ")) }
}
