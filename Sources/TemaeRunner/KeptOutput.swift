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
  private let isSecret: Bool
  private var lengths: [OutputStream: Int] = [:]
  private var masks: [OutputStream: Mask] = [:]
  private var pieces: [Piece] = []

  /// Keeps nothing yet; where the result itself is a secret (`isSecret`), none of it is kept.
  init(mask: Mask, isSecret: Bool) {
    self.mask = mask
    self.isSecret = isSecret
  }

  mutating func take(_ stream: OutputStream, _ bytes: [UInt8]) {
    guard !(isSecret && stream.holdsResult) else { return }
    let offset = lengths[stream, default: 0]
    lengths[stream] = offset + bytes.count
    guard offset < Self.limitBytes else { return }
    append(masks[stream, default: mask].take(bytes), to: stream)
  }

  /// Everything that was kept, one piece a stream.
  mutating func finish() -> [Piece] {
    for piece in pieces.map(\.stream) {
      append(masks[piece]?.finish() ?? [], to: piece)
    }
    return pieces
  }

  private mutating func append(_ shown: [UInt8], to stream: OutputStream) {
    if let index = pieces.firstIndex(where: { $0.stream == stream }) {
      pieces[index].bytes += shown
    } else {
      pieces.append(Piece(stream: stream, offset: 0, bytes: shown))
    }
  }
}
