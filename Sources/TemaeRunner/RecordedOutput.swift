import TemaeCore

/// What is recorded of an attempt before its outcome is.
struct RecordedOutput {
  /// The attempt's number.
  var attempt: Int
  /// Up to where each stream is recorded, in bytes before masking.
  var ends: [OutputStream: Int] = [:]
}
