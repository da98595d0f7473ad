/// The last lines of a terminal, redrawn in place while everything final scrolls away above them.
struct TransientLines: Hashable {
  private var count = 0

  /// What to write to take the lines away; the cursor then stands where the first of them began.
  mutating func erased() -> String {
    guard count > 0 else { return "" }
    let up = count > 1 ? "\u{1B}[\(count - 1)A" : ""
    count = 0
    return "\r\(up)\u{1B}[J"
  }

  /// What to write to draw lines in place of those that stand there.
  ///
  /// Every line must fit the terminal's width: a line that breaks could not be taken away again.
  mutating func drawn(_ lines: [String]) -> String {
    let text = erased() + lines.joined(separator: "\n")
    count = lines.count
    return text
  }
}
