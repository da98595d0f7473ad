import TemaeReport

/// Writes captured output to standard output, with a line above each attempt's.
struct LogPrinter {
  private let isRaw: Bool
  private let style: TextStyle
  private var heading = ""
  private var endsLine = true
  /// Whether nothing has been written.
  private(set) var isEmpty = true

  /// A printer of bytes as they are, or of text that no terminal obeys.
  init(isRaw: Bool, style: TextStyle) {
    self.isRaw = isRaw
    self.style = style
  }

  /// Writes a piece.
  mutating func print(_ piece: CapturedOutput.Piece) throws(Failure) {
    if isRaw, piece.activity == nil { return }
    isEmpty = false
    if isRaw { return try StandardStream.output.print(piece.bytes ?? []) }
    let heading =
      piece.activity.map { "── \(SafeText.neutralized($0))  attempt \(piece.attempt)" }
      ?? "── the runbook was amended"
    if heading != self.heading || piece.activity == nil {
      try write(lineEnd + painted(heading) + "\n")
    }
    self.heading = heading
    if piece.dropped > 0 { try write("\(lineEnd)(\(piece.dropped) bytes were not kept)\n") }
    guard let bytes = piece.bytes else { return try write("(erased)\n") }
    try write(SafeText.neutralized(bytes: bytes, keepsLines: true))
  }

  /// Ends the last line where the output did not.
  mutating func finish() throws(Failure) {
    if !isRaw { try write(lineEnd) }
  }

  private var lineEnd: String { endsLine ? "" : "\n" }

  private func painted(_ text: String) -> String {
    style.colors ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  private mutating func write(_ text: String) throws(Failure) {
    guard let last = text.last else { return }
    try StandardStream.output.print(text)
    endsLine = last == "\n"
  }
}
