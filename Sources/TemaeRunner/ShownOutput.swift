import Synchronization
import TemaeCore

/// What an attempt prints, masked on its way to the console: a secret may arrive in several pieces.
final class ShownOutput: Sendable {
  /// `nil` once nothing more is shown: a follower that was given up still reads for a while.
  private let masks = Mutex<[OutputStream: Mask]?>([:])
  private let mask: Mask
  private let isSecret: Bool
  private let show: @Sendable (OutputStream, [UInt8]) -> Void

  /// Shows nothing yet; where the result itself is a secret (`isSecret`), none of it is shown.
  init(
    mask: Mask, isSecret: Bool, show: @escaping @Sendable (OutputStream, [UInt8]) -> Void
  ) {
    self.mask = mask
    self.isSecret = isSecret
    self.show = show
  }

  /// Takes the next piece of a stream and shows what cannot be the beginning of a secret.
  func take(_ stream: OutputStream, _ bytes: [UInt8]) {
    guard !(isSecret && stream.holdsResult) else { return }
    let shown = masks.withLock { masks in masks?[stream, default: mask].take(bytes) ?? [] }
    if !shown.isEmpty { show(stream, shown) }
  }

  /// Shows what was held back, and nothing more.
  func finish() {
    let rest = masks.withLock { masks in
      let rest = (masks ?? [:]).map { stream, mask in
        var mask = mask
        return (stream, mask.finish())
      }
      masks = nil
      return rest
    }
    for (stream, shown) in rest where !shown.isEmpty { show(stream, shown) }
  }
}

extension OutputStream {
  /// Whether what is captured comes from this stream.
  var holdsResult: Bool {
    switch self {
    case .output, .result: true
    case .error, .notice: false
    }
  }
}
