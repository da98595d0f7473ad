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
    try await confirm(participation.loaded.state)
    try participation.record(.abort(reason: participation.sealed(reason.text)))
    SecretKey.remove(for: participation.loaded.state.run, beside: participation.journal.place)
  }

  private func confirm(_ state: RunState) async throws {
    let name = state.opened?.name ?? state.run
    let typed: String
    if let yes {
      typed = yes
    } else {
      guard StandardStream.canAsk else {
        throw Failure(
          .usage, "aborting \(name) cannot be taken back, and nobody can be asked here",
          next: "repeat it with --yes \(name)")
      }
      StandardStream.error.write(
        "Aborting cannot be taken back. Type the run's name, \(SafeText.neutralized(name)): ")
      typed = readLine() ?? ""
    }
    guard typed == name else {
      throw Failure(.usage, "that is not the run's name: nothing was recorded")
    }
  }
}
