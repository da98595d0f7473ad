import ArgumentParser
import TemaeCore

/// `temae pause`: asks the driver to stop before the next activity.
struct PauseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Pause a run before its next activity.",
    usage: "temae pause [RUN]",
    discussion: "What is at work is not touched. temae resume goes on.")

  @Argument(help: "The run's name, or the beginning of its id.")
  var words: [String] = []

  @OptionGroup var named: NamedRun
  @OptionGroup var options: SharedOptions

  func validate() throws { _ = try named.split(words, []) }

  func run() async throws {
    let (run, _) = try named.split(words, [])
    var participation = try Participation(in: run, options)
    try participation.record(.pause)
  }
}
