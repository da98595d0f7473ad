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

  func validate() throws { _ = try text() }

  func run() async throws {
    let (run, text) = try text()
    var participation = try Participation(in: run, options)
    try participation.record(.note(activity: activity, text: participation.sealed(text)))
  }

  private func text() throws -> (run: String?, text: String) {
    let (run, rest) = try named.split(words, ["TEXT"])
    guard let words = Words(argument: rest[0]) else { throw ValidationError("The TEXT is blank.") }
    return (run, words.text)
  }
}
