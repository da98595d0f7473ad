import TemaeCore

/// How much of an attempt's output was recorded before its outcome was.
struct RecordedOutput {
  /// The attempt's number.
  var attempt: Int
  /// Up to where each stream is recorded, in bytes before masking.
  var ends: [OutputStream: Int] = [:]
}
