import ArgumentParser
import TemaeCore

/// `temae answer`: answers what a run asks, from any terminal.
struct AnswerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer what a run asks, from any terminal.",
    usage: "temae answer [RUN] ACTIVITY ANSWER [--note TEXT] [--reason TEXT]",
    discussion: """
      To an item, or a block that must be confirmed: yes or no.
      To a failed activity: retry, or the id of a remedy (remedy/1); or, with a reason, skip or done.
      To an unknown outcome, with a reason: done, again or failed.
      To a step whose needs are not met, with a reason: proceed.
      To a command at work, with a reason: end. To what it left at work, with a reason: end or proceed.
      """)

  @Argument(help: ArgumentHelp("Activity and answer, after the run where it is needed."))
  var words: [String] = []

  @Option(help: "Words to keep beside yes or no.")
  var note: Words?

  @Option(help: "Why; needed for what is not done as written.")
  var reason: Words?

  @OptionGroup var named: NamedRun
  @OptionGroup var options: SharedOptions

  func validate() throws { _ = try named.split(words, Self.needed) }

  func run() async throws {
    let (run, rest) = try named.split(words, Self.needed)
    guard let answer = PersonAnswer(rest[1]) else {
      throw ValidationError(
        "'\(rest[1])' is not an answer: yes, no, retry, skip, done, again, failed, proceed, end, "
          + "or a remedy's id")
    }
    guard !answer.needsReason || reason != nil else {
      throw ValidationError("'\(rest[1])' is not what the runbook says: give a --reason")
    }
    var participation = try Participation(in: run, options)
    let words = (reason ?? note).map { participation.sealed($0.text) }
    try participation.record(try answer.command(rest[0], words: words))
  }

  private static let needed = ["ACTIVITY", "ANSWER"]
}
