import TemaeCore

extension Spool {
  /// The file that holds a stream; the shell has no other streams than these two.
  func file(of stream: OutputStream) -> File? {
    switch stream {
    case .output: .output
    case .error: .error
    case .notice, .result: nil
    }
  }

  /// Kept bytes of a stream from an offset up to the next gap; none from inside a gap.
  func kept(
    _ stream: OutputStream, offset: Int, count: Int
  ) throws(ShellError) -> [UInt8] {
    guard let file = file(of: stream), count > 0, offset >= 0 else { return [] }
    var bytes = try open(file).read(at: offset, count: count, path: path(file))
    // Looked at after the read: what had not been dropped by now was read whole.
    let dropped = try DroppedOutput.read(in: self)[stream]
    if dropped.contains(offset) { return [] }
    if !dropped.isEmpty && offset < dropped.lowerBound {
      bytes.removeLast(max(0, offset + bytes.count - dropped.lowerBound))
    }
    return bytes
  }
}
