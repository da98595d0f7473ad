import ArgumentParser

/// The run that a command of a person is about: `--run NAME`, or a first word before the others.
struct NamedRun: ParsableArguments {
  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "The run's name, or the beginning of its id. (default: the only open run)",
      valueName: "run"))
  var name: String?

  /// Divides the words that were typed: the run, where there is one more than the command needs.
  ///
  /// - Parameters:
  ///   - words: what was typed.
  ///   - needed: how the command calls the words that it needs, for the message.
  /// - Returns: the run where it was named, and the other words.
  /// - Throws: `ValidationError` when there are too few words, or too many.
  func split(_ words: [String], _ needed: [String]) throws -> (run: String?, rest: [String]) {
    if words.count == needed.count { return (name, words) }
    guard words.count == needed.count + 1, name == nil else {
      let expected = needed.joined(separator: " ")
      throw ValidationError(
        needed.isEmpty ? "At most one RUN is expected." : "Expected: [RUN] \(expected)")
    }
    return (words[0], Array(words.dropFirst()))
  }
}
