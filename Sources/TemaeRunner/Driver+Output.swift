import TemaeCore

extension Driver {
  /// The largest result of a command that is compared or kept as a value, in bytes.
  private static let longestFoundBytes = 1 << 20
  private static let pieceBytes = 1 << 20
  private static let tailBytes = 2048

  /// What a command said on standard output, without the line ends at its end.
  func found(of end: ShellEnd, _ directory: String) throws -> Found {
    let bytes = try ports.shell.readOutput(
      directory: directory, stream: .output, offset: 0, count: Self.longestFoundBytes)
    var text = String(decoding: bytes, as: UTF8.self)
    while text.last == "\n" || text.last == "\r\n" { text.removeLast() }
    return Found(text: text, isWhole: bytes.count >= end.outputBytes, isNothing: text.isEmpty)
  }

  /// The end of what the command said, standard error first: what `on=` of a remedy is held against.
  func tail(of activity: Activity, _ end: ShellEnd, _ directory: String) throws -> String {
    let streams = try [OutputStream.error, .output].map { stream -> String in
      if activity.settings.isSecret && stream.holdsResult { return "" }
      // Masked from further ahead, so that no secret is cut in two where the tail begins.
      let start = max(0, end.bytes(of: stream) - 2 * Self.tailBytes)
      let bytes = try ports.shell.readOutput(
        directory: directory, stream: stream, offset: start, count: 2 * Self.tailBytes)
      let text = mask.masked(String(decoding: bytes, as: UTF8.self))
      return String(decoding: text.utf8.suffix(Self.tailBytes), as: UTF8.self)
    }
    return streams.filter { !$0.isEmpty }.map { "\n\($0)" }.joined()
  }

  /// Keeps what a command printed; a long output is recorded in pieces, ahead of the outcome.
  ///
  /// Where an earlier driver died between two pieces, it goes on behind the last one that is recorded.
  func keepOutput(
    of activity: Activity, _ attempt: Int, _ end: ShellEnd, _ directory: String,
    into outcome: inout Outcome
  ) async throws {
    for stream in [OutputStream.output, .error] {
      if activity.settings.isSecret && stream.holdsResult { continue }
      var mask = mask
      var begin = recordedEnd(of: activity.id, attempt, stream)
      var next: Int? = begin
      while let offset = next {
        let piece = try ports.shell.readOutput(
          directory: directory, stream: stream, offset: offset, count: Self.pieceBytes)
        next = try nextOffset(after: offset, piece.count, stream, end, directory)
        // A gap ends what was held back: nothing that follows it continues it.
        let isContinued = next == offset + piece.count
        let shown = mask.take(piece) + (isContinued ? [] : mask.finish())
        let last = offset + piece.count - mask.heldCount
        if !shown.isEmpty {
          let content = outcome.seal(shown, ports.journal)
          outcome.events.append(
            .attemptOutput(
              AttemptOutput(
                activity: activity.id, attempt: attempt, content: content, end: last,
                offset: begin, stream: stream)))
        }
        guard let next else { break }
        begin = isContinued ? last : next
        if !isContinued { await sayDropped(last..<next, stream, activity) }
        try await record(outcome.events, payloads: outcome.payloads)
        outcome = Outcome()
      }
    }
  }

  private func sayDropped(
    _ range: Range<Int>, _ stream: OutputStream, _ activity: Activity
  ) async {
    await ports.console.say(
      "\(activity.id) printed more than is kept: \(range.count) bytes in the middle of its "
        + "\(stream.rawValue) were dropped (from byte \(range.lowerBound) on)")
  }

  /// Up to where a stream of an attempt is recorded.
  func recordedEnd(of activity: String, _ attempt: Int, _ stream: OutputStream) -> Int {
    guard let recorded = recordedOutput[activity], recorded.attempt == attempt else { return 0 }
    return recorded.ends[stream, default: 0]
  }

  /// Looks how much of an attempt's output an earlier driver has recorded.
  func findRecordedOutput(of activity: String, _ attempt: Int) throws {
    var recorded = RecordedOutput(attempt: attempt)
    for entry in try ports.journal.entries(run: state.run, after: 0) {
      guard case .attemptOutput(let piece) = entry.event, piece.activity == activity,
        piece.attempt == attempt, let end = piece.end
      else { continue }
      recorded.ends[piece.stream] = end
    }
    recordedOutput[activity] = recorded
  }

  /// Where kept output goes on: at the end of the piece, beyond the gap that follows it, or nowhere.
  private func nextOffset(
    after offset: Int, _ count: Int, _ stream: OutputStream, _ end: ShellEnd, _ directory: String
  ) throws -> Int? {
    if count == Self.pieceBytes { return offset + count }
    var dropped = offset + count
    var kept = end.bytes(of: stream)
    func isKept(_ place: Int) throws -> Bool {
      try !ports.shell.readOutput(directory: directory, stream: stream, offset: place, count: 1)
        .isEmpty
    }
    guard dropped < kept, try isKept(kept - 1) else { return nil }
    kept -= 1
    while kept - dropped > 1 {
      let middle = dropped + (kept - dropped) / 2
      if try isKept(middle) { kept = middle } else { dropped = middle }
    }
    return kept
  }

  /// Only what a later block names is kept; what looks like a secret or holds one only in memory.
  func keepExports(_ exported: [EnvironmentVariable], of activity: Activity) -> Outcome {
    var outcome = Outcome()
    let plan = state.plan
    let later = (plan.activities.drop { $0.id != activity.id }.dropFirst() + plan.compensations)
      .filter { $0.kind == .shell }
    for variable in exported
    where later.contains(where: { $0.text.contains(variable.name) }) {
      let isSecret =
        SecretName.matches(variable.name) || mask.masked(variable.value) != variable.value
      if isSecret {
        secrets.append(variable)
        outcome.events.append(
          .secretSupplied(
            SecretSupplied(
              activity: activity.id, check: check(variable.name, variable.value),
              name: variable.name)))
      } else {
        values["$\(variable.name)"] = variable.value
        let value = outcome.seal(Array(variable.value.utf8), ports.journal)
        outcome.events.append(
          .variableExported(
            VariableExported(activity: activity.id, name: variable.name, value: value)))
      }
    }
    return outcome
  }
}

extension ShellEnd {
  /// The whole length of a stream, also of what was not kept.
  fileprivate func bytes(of stream: OutputStream) -> Int {
    switch stream {
    case .output: outputBytes
    case .error: errorBytes
    case .notice, .result: 0
    }
  }
}
