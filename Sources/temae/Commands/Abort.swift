import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport

/// `temae abort`: ends a run for good.
struct AbortCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "abort", abstract: "End a run for good.",
    usage: "temae abort [RUN] --reason TEXT [--yes NAME]",
    discussion: """
      This cannot be taken back: an aborted run is never resumed, and nothing that it did is undone. \
      The run's name must be typed.
      """)

  @Argument(help: "The run's name, or the beginning of its id.")
  var words: [String] = []

  @Option(help: "Why.")
  var reason: Words

  @Option(help: ArgumentHelp("The run's name, instead of typing it.", valueName: "name"))
  var yes: String?

  @OptionGroup var named: NamedRun
  @OptionGroup var options: SharedOptions

  func validate() throws { _ = try named.split(words, []) }

  func run() async throws {
    let (run, _) = try named.split(words, [])
    var participation = try Participation(in: run, options)
    let state = participation.loaded.state
    try TypedName.confirm("Aborting", of: state.opened?.name ?? state.run, yes: yes)
    try participation.record(.abort(reason: participation.sealed(reason.text)))
    SecretKey.remove(for: participation.loaded.state.run, beside: participation.journal.place)
  }
}
