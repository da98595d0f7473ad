import TemaeCore

/// What the newest attempt of an activity had printed by some moment, as far as its end is of interest.
struct OutputBefore {
  private var pieces: [Commitment] = []

  /// More than a screen holds is not read.
  private static let limitBytes = 64 << 10

  init(_ entries: ArraySlice<Entry>, subject: String?) {
    guard let subject else { return }
    var size = 0
    for entry in entries.reversed() where size < Self.limitBytes {
      if case .attemptOutput(let data) = entry.event, data.activity == subject {
        pieces.append(data.content)
        size += data.content.length
      }
      // What an earlier attempt printed is another matter.
      if case .attemptIntended(let data) = entry.event, data.activity == subject { break }
    }
    pieces.reverse()
  }

  /// The text, unsafe for terminals as all text from elsewhere is.
  func text(_ payload: PayloadResolver) -> String {
    let bytes = pieces.flatMap { payload($0) ?? Array("(erased)\n".utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
