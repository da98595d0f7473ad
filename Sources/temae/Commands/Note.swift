import ArgumentParser
import TemaeCore

/// `temae note`: writes something down in a run, also after its end.
struct NoteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note", abstract: "Write something down in a run, also after its end.",
    usage: "temae note [RUN] TEXT [--activity ACTIVITY]")

  @Argument(help: "The text, after the run where it is needed.")
  var words: [String] = []

  @Option(help: "The activity that it is about.")
  var activity: String?

  @OptionGroup var named: NamedRun
  @OptionGroup var options: SharedOptions

  func validate() throws { _ = try named.split(words, ["TEXT"]) }

  func run() async throws {
    let (run, rest) = try named.split(words, ["TEXT"])
    var participation = try Participation(in: run, options)
    try participation.record(.note(activity: activity, text: participation.sealed(rest[0])))
  }
}
