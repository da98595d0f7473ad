import TemaeCore

/// Which part of each output file was given back to the file system.
struct DroppedOutput: Equatable {
  /// The dropped bytes of standard output and of standard error, by their offsets.
  var output: Range<Int>, error: Range<Int>

  /// Nothing was dropped.
  static let none = DroppedOutput(output: 0..<0, error: 0..<0)

  /// The dropped bytes of one stream; the other streams are not the shell's.
  subscript(stream: OutputStream) -> Range<Int> {
    switch stream {
    case .output: output
    case .error: error
    case .notice, .result: 0..<0
    }
  }

  /// What has been dropped so far, also after the end.
  ///
  /// The exit record repeats it: after a power cut that one is on the disk for certain.
  static func read(in spool: Spool) throws(ShellError) -> DroppedOutput {
    try read(.dropped, in: spool).union(read(.exit, in: spool))
  }

  private static func read(
    _ file: Spool.File, in spool: Spool
  ) throws(ShellError) -> DroppedOutput {
    switch try SpoolRecord.read(file, in: spool, intent: nil) {
    case .blank, .unusable: .none
    case .whole(let fields): DroppedOutput(fields) ?? .none
    }
  }

  /// Covers both: each begins at the same place or is empty.
  private func union(_ other: DroppedOutput) -> DroppedOutput {
    DroppedOutput(
      output: other.output.upperBound > output.upperBound ? other.output : output,
      error: other.error.upperBound > error.upperBound ? other.error : error)
  }
}

extension DroppedOutput {
  /// Takes a record's fields; `nil` when one is missing.
  init?(_ fields: [String: String]) {
    guard let output = Self.range(fields["output-dropped"]),
      let error = Self.range(fields["error-dropped"])
    else { return nil }
    self.init(output: output, error: error)
  }

  private static func range(_ text: String?) -> Range<Int>? {
    let numbers = (text ?? "").split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 2, numbers[0] >= 0, numbers[0] <= numbers[1] else { return nil }
    return numbers[0]..<numbers[1]
  }
}
