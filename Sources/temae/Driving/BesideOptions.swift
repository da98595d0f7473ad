import ArgumentParser

/// The options by which a person lets a run work on a database beside another one.
struct BesideOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Run beside this run, which is open on the same database; may be repeated.",
      valueName: "run"))
  var beside: [String] = []

  @Option(help: "Why it may run beside another one.")
  var reason: Words?

  func validate() throws {
    guard beside.isEmpty == (reason == nil) else {
      throw ValidationError("--beside needs a --reason, and --reason is for --beside")
    }
  }
}
