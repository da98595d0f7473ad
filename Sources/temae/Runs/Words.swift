import ArgumentParser

/// A reason, a note or a name as it is typed: never blank, so that a reason that is asked for is given.
struct Words: ExpressibleByArgument, Hashable {
  /// The words without white space around them.
  let text: String

  init?(argument: String) {
    guard let text = TypedLine.trimmed(argument) else { return nil }
    self.text = text
  }
}
