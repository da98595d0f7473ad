import ArgumentParser
import TemaeCore
import TemaeReport

/// The options that every command has.
struct SharedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The journal. (default: $TEMAE_JOURNAL, else journals/temae.sqlite, searched upwards)",
      valueName: "file"))
  var journal: String?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Who you are, as the journal is to name you. (default: $TEMAE_AS, else the account)",
      valueName: "name"))
  var operatorName: Words?

  @Flag(name: .customLong("no-color"), help: "No colours; $NO_COLOR says the same.")
  var noColor = false

  @Flag(name: .shortAndLong, help: "Say only what was asked for.")
  var quiet = false

  /// Who sits at this terminal.
  var person: Operator { OperatorIdentity.current(named: operatorName?.text) }

  /// How text on standard output may look.
  var style: TextStyle { TerminalAbilities(of: .output, noColor: noColor).style }

  /// Says something beside the result, on standard error, unless `-q` was given.
  func remark(_ text: String) {
    guard !quiet else { return }
    StandardStream.error.write("temae: \(SafeText.neutralized(text))\n")
  }
}
