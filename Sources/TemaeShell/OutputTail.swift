import Glibc
import TemaeCore

/// Reads one output file of an attempt while it grows.
struct OutputTail {
  /// Pieces are at most this long.
  private static let pieceBytes = 65_536
  /// How many pieces are read before the next attempt has its turn.
  private static let piecesATurn = 16

  /// Which stream this is.
  let stream: OutputStream
  /// Where the next piece begins.
  private(set) var offset: Int
  private let spool: Spool

  init(_ stream: OutputStream, of spool: Spool, from offset: Int) {
    self.stream = stream
    self.spool = spool
    self.offset = offset
  }

  /// Hands on what there is up to an end; returns whether more is there already.
  mutating func advance(
    upTo end: Int, receiver: (OutputStream, [UInt8], Int) -> Void
  ) throws(ShellError) -> Bool {
    let file: Spool.File = stream == .output ? .output : .error
    let descriptor = try spool.open(file)
    for _ in 0..<Self.piecesATurn {
      let count = min(Self.pieceBytes, end - offset)
      guard count > 0 else { return false }
      var piece = try descriptor.read(at: offset, count: count, path: spool.path(file))
      // Looked at after the read: what had not been dropped by now was read whole.
      let dropped = try DroppedOutput.read(in: spool)[stream]
      if dropped.contains(offset) {
        offset = dropped.upperBound
        continue
      }
      if piece.isEmpty { return false }
      if !dropped.isEmpty && offset < dropped.lowerBound {
        piece.removeLast(max(0, offset + piece.count - dropped.lowerBound))
      }
      receiver(stream, piece, offset)
      offset += piece.count
    }
    return true
  }
}
