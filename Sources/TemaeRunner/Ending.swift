import TemaeCore

/// How an attempt ended, whichever way it was performed.
struct Ending {
  enum Status {
    /// It ended as the document accepts; holds what it said, for comparing and keeping.
    case fine(Found)
    /// It ended otherwise.
    case bad(FailureKind, message: String)
    /// Nobody saw the end.
    case lost(String)
  }

  var status: Status
  var report: AttemptReport
  var state: String?
  var file: String?
  var line: Int?
  var mayHaveTakenEffect = true
  var exitCode: Int?

  /// The same end, judged as one that cannot be taken for what the document asks for.
  func malformed(_ message: String) -> Ending {
    var ending = self
    ending.status = .bad(.malformed, message: message)
    return ending
  }
}
