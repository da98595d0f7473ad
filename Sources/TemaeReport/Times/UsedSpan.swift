import TemaeCore

/// A stretch of a run's time, and what it went into.
struct UsedSpan: Hashable {
  var use: TimeShares.Use
  /// The stage that it counts for.
  var stage: String?
  /// The activity that was at work or was asked about.
  var subject: String?
  var from: Instant
  var to: Instant

  var durationMicroseconds: Int { to.microseconds(since: from) }

  /// Whether this stretch only goes on with what the other one began.
  func continues(_ before: UsedSpan) -> Bool {
    use == before.use && stage == before.stage && subject == before.subject && from == before.to
  }
}

extension [UsedSpan] {
  /// Adds a stretch behind the others; what only goes on is one stretch.
  mutating func take(_ span: UsedSpan) {
    guard span.from < span.to else { return }
    if let before = last, span.continues(before) {
      self[count - 1].to = span.to
    } else {
      append(span)
    }
  }
}
