import TemaeCore

/// Notices and results of SQL, masked and bounded, until they are recorded with the outcome.
struct KeptOutput {
  struct Piece {
    var stream: OutputStream
    var offset: Int
    var bytes: [UInt8]
  }

  /// The rest of a longer stream is not kept; the server's own log has it.
  static let limitBytes = 1 << 20

  private let mask: Mask
  private var lengths: [OutputStream: Int] = [:]
  private(set) var pieces: [Piece] = []

  init(mask: Mask) {
    self.mask = mask
  }

  /// Each call brings whole lines, so no secret is cut in two.
  mutating func take(_ stream: OutputStream, _ bytes: [UInt8]) {
    let offset = lengths[stream, default: 0]
    lengths[stream] = offset + bytes.count
    guard offset < Self.limitBytes else { return }
    var mask = mask
    let shown = mask.take(bytes) + mask.finish()
    if let index = pieces.firstIndex(where: { $0.stream == stream }) {
      pieces[index].bytes += shown
    } else {
      pieces.append(Piece(stream: stream, offset: 0, bytes: shown))
    }
  }
}
