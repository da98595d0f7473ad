/// Why a command ends without having done what it was asked: what happened, where, and what to type
/// next.
///
/// Every error of every module becomes one of these in `Failure+Errors.swift`, and nowhere else.
struct Failure: Error, Hashable {
  /// The exit code.
  var exit: TemaeExit
  /// What happened, and where; lines after the first are shown indented.
  var message: String
  /// What to do next, where there is something: a command to type, or what to check.
  var next: String?

  /// Makes a failure from its parts.
  init(_ exit: TemaeExit, _ message: String, next: String? = nil) {
    self.exit = exit
    self.message = message
    self.next = next
  }

  /// The lines for standard error: `temae: …`, and what to do next below it.
  var text: String {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = "temae: " + lines.joined(separator: "\n       ")
    return next.map { "\(shown)\n  next: \($0)\n" } ?? "\(shown)\n"
  }
}
