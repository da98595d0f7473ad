import TemaeCore

/// What the newest attempt of an activity had printed by some moment, as far as its end is of interest.
struct OutputBefore {
  /// The activity; `nil` where nothing has been printed.
  let activity: String?
  private var pieces: [Commitment] = []

  /// More than a screen holds is not read.
  private static let limitBytes = 64 << 10

  /// - Parameters:
  ///   - activity: whose output it is.
  ///   - newestFirst: entries back from the moment; those of other activities are passed over.
  init(of activity: String?, in newestFirst: some Sequence<Entry>) {
    self.activity = activity
    guard let activity else { return }
    var size = 0
    for entry in newestFirst {
      guard case .attemptOutput(let data) = entry.event, data.activity == activity else { continue }
      pieces.append(data.content)
      size += data.content.length
      if size >= Self.limitBytes { break }
    }
    pieces.reverse()
  }

  /// The text, unsafe for terminals as all text from elsewhere is.
  func text(_ payload: PayloadResolver) -> String {
    let bytes = pieces.flatMap { payload($0) ?? Array("(erased)\n".utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
