import ArgumentParser
import TemaeCore
import TemaeJournal
import TemaeReport

/// `temae log`: what the attempts of a run printed.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Print what a run's activities printed.",
    usage: "temae log [RUN] [STEP | ACTIVITY] [--raw]",
    discussion: "Control characters are made visible, so that no output can command your terminal.")

  @Argument(help: "The run, and a step or an activity of it.")
  var words: [String] = []

  @Flag(help: "The bytes as they were captured, and nothing else.")
  var raw = false

  @OptionGroup var options: SharedOptions

  func validate() throws {
    guard words.count <= 2 else { throw ValidationError("Expected: [RUN] [STEP | ACTIVITY]") }
  }

  func run() async throws {
    let (read, subject) = try choose()
    var printed = LogPrinter(isRaw: raw, style: options.style)
    let captured = CapturedOutput(
      read.loaded.entries, of: subject, payload: read.journal.resolver)
    try captured.forEach { piece throws(Failure) in try printed.print(piece) }
    try printed.finish()
    if printed.isEmpty { options.remark("nothing was captured") }
  }

  /// A single word is a run where there is one of that name, else a step or an activity.
  private func choose() throws -> (ReadRun, subject: String?) {
    guard let first = words.first else { return (try ReadRun(nil, options), nil) }
    if words.count == 2 { return (try known(words[1], in: try ReadRun(first, options)), words[1]) }
    let choice = try RunChoice(try options.openJournal(.read))
    let isRun = choice.candidates.contains { $0.name == first || $0.id.hasPrefix(first) }
    if isRun { return (try ReadRun(first, options), nil) }
    return (try known(first, in: try ReadRun(nil, options)), first)
  }

  private func known(_ subject: String, in read: ReadRun) throws(Failure) -> ReadRun {
    let state = read.loaded.state
    let isStep = state.plan.stages.contains { $0.id == subject }
    guard isStep || state.definition(subject) != nil else {
      throw Failure(
        .usage, "the run has no step or activity \(subject)", next: "temae timeline lists them")
    }
    return read
  }
}
