import ArgumentParser

/// The options of every command that drives a run.
struct DrivingOptions: ParsableArguments {
  @Flag(help: "Ignore the schedule: start each step as soon as the one before it is done.")
  var noWait = false

  @Flag(help: "Ask nobody: halt where a person is needed.")
  var unattended = false

  @Option(
    name: .customLong("until"),
    help: ArgumentHelp("Stop after this step; resume goes on.", valueName: "step"))
  var untilStep: String?

  @Option(
    help: ArgumentHelp(
      "How events are shown. (default: live on a terminal, else plain)",
      valueName: "live|plain|json"))
  var format: EventFormat?

  @Option(
    help: ArgumentHelp(
      "How many bytes of each output stream are kept; the middle of a longer one is only counted.",
      valueName: "bytes"))
  var outputLimit = 64 << 20
}
