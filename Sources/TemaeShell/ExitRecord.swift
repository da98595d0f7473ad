import TemaeCore

/// What the supervisor wrote when the command had ended.
struct ExitRecord {
  /// The end, without what the script exported.
  let end: ShellEnd

  /// Takes the record's fields; `nil` when one is missing.
  init?(_ fields: [String: String]) {
    let code = fields["exited"].flatMap { Int($0) }.map { ShellEnd.Status.exited($0) }
    let signal = fields["signalled"].flatMap { Int($0) }.map { ShellEnd.Status.signalled($0) }
    guard let status = code ?? signal,
      let duration = fields["duration-microseconds"].flatMap({ Int($0) }),
      let outputBytes = fields["output-bytes"].flatMap({ Int($0) }),
      let errorBytes = fields["error-bytes"].flatMap({ Int($0) })
    else { return nil }
    end = ShellEnd(
      status: status, timedOut: fields["timed-out"] == "1", cancelled: fields["cancelled"] == "1",
      stoppedForOutput: fields["overflowed"] == "1",
      durationMicroseconds: duration, processID: fields["pid"].flatMap { Int($0) },
      outputBytes: outputBytes, errorBytes: errorBytes)
  }

  /// Reads the exit record: `nil` while there is none.
  static func read(
    in spool: Spool, leaf: Digest
  ) throws(ShellError) -> (record: ExitRecord?, unusable: String?) {
    switch try SpoolRecord.read(.exit, in: spool, intent: leaf.hex) {
    case .blank: return (nil, nil)
    case .unusable(let why): return (nil, why)
    case .whole(let fields):
      guard let record = ExitRecord(fields) else { return (nil, "`exit` is not a whole record") }
      return (record, nil)
    }
  }
}
