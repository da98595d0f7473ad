import TemaeCore

/// Ends an attempt early.
struct Ending: Error {
  var status: SQLEnd.Status

  /// The client itself refuses; nothing that matters was sent.
  static func refusal(_ message: String, file: String? = nil, line: Int? = nil) -> Ending {
    Ending(status: .failed(SQLFailure(state: "", message: message, file: file, line: line)))
  }
}
