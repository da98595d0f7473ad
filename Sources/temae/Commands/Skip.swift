import ArgumentParser
import TemaeCore

/// `temae skip`: leaves an activity undone, with a reason.
struct SkipCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skip", abstract: "Leave an activity undone; a deviation.",
    usage: "temae skip [RUN] ACTIVITY --reason TEXT")

  @Argument(help: "The activity, after the run where it is needed.")
  var words: [String] = []

  @Option(help: "Why.")
  var reason: Words

  @OptionGroup var named: NamedRun
  @OptionGroup var options: SharedOptions

  func validate() throws { _ = try named.split(words, ["ACTIVITY"]) }

  func run() async throws {
    let (run, rest) = try named.split(words, ["ACTIVITY"])
    var participation = try Participation(in: run, options)
    try participation.record(.skip(activity: rest[0], reason: participation.sealed(reason.text)))
  }
}
