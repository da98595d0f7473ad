import TemaeCore
import TemaeReport

/// What the attempts of a run printed, in the order in which it was recorded.
struct CapturedOutput {
  /// One piece: a part of a stream, the message of a failure, or the difference of an amendment.
  struct Piece {
    /// The activity; `nil` for an amendment of the runbook.
    var activity: String?
    /// The attempt's number, from 1.
    var attempt: Int
    /// The bytes; `nil` where they were erased.
    var bytes: [UInt8]?
    /// How many bytes before it were not kept: the command printed more than the limit.
    var dropped = 0
  }

  /// What two pieces have in common when one continues the other.
  private struct Source: Hashable {
    var activity: String
    var attempt: Int
    var stream: OutputStream
  }

  private let entries: [Entry]
  private let subject: String?
  private let payload: PayloadResolver

  /// The output of a step or an activity; of everything where none is named.
  init(_ entries: [Entry], of subject: String?, payload: @escaping PayloadResolver) {
    self.entries = entries
    self.subject = subject
    self.payload = payload
  }

  /// Hands over the pieces one by one.
  func forEach<E: Error>(_ body: (Piece) throws(E) -> Void) throws(E) {
    var ends: [Source: Int] = [:]
    for entry in entries {
      guard var piece = piece(entry.event), isMeant(piece.activity) else { continue }
      if case .attemptOutput(let data) = entry.event {
        let source = Source(activity: data.activity, attempt: data.attempt, stream: data.stream)
        piece.dropped = ends[source].map { max(0, data.offset - $0) } ?? 0
        ends[source] = data.end
      }
      try body(piece)
    }
  }

  private func isMeant(_ activity: String?) -> Bool {
    guard let subject else { return true }
    guard let activity else { return false }
    return activity == subject || activity.hasPrefix(subject + "/")
  }

  private func piece(_ event: Event) -> Piece? {
    if case .attemptOutput(let data) = event {
      return Piece(
        activity: data.activity, attempt: data.attempt, bytes: payload(data.content))
    }
    if case .runbookAmended(let data) = event {
      return Piece(activity: nil, attempt: 0, bytes: payload(data.difference))
    }
    // What ended a command stands in its own output; what a server said stands only here.
    guard case .attemptFailed(let data) = event, data.report.exitCode == nil,
      data.report.signal == nil
    else { return nil }
    return Piece(
      activity: data.activity, attempt: data.attempt, bytes: payload(data.failure.message))
  }
}
