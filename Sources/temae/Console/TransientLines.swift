import TemaeReport

/// The last lines of a terminal, redrawn in place while everything final scrolls away above them.
///
/// Nothing is taken away before it is written anew, so that nothing flickers; what has not changed is
/// not written again.
struct TransientLines: Hashable {
  private var lines: [String] = []
  /// The columns of the terminal when the lines were drawn.
  private var width = 0

  /// What to write to take the lines away; the cursor then stands where the first of them began.
  mutating func erased(width now: Int) -> String {
    guard !lines.isEmpty else { return "" }
    defer { lines = [] }
    return "\r\(up(width: now))\u{1B}[J"
  }

  /// What to write to draw lines in place of those that stand there.
  ///
  /// Every line must fit the terminal's width: a line that breaks could not be taken away again.
  mutating func drawn(_ new: [String], width now: Int) -> String {
    guard new != lines || now != width else { return "" }
    let isInPlace = now == width && !lines.isEmpty && new.count >= lines.count
    let begin = isInPlace ? "\r\(up(width: now))" : erased(width: now)
    lines = new
    width = now
    guard isInPlace else { return begin + new.joined(separator: "\n") }
    // A line that ends in the last column has nothing after it; clearing there would take that away.
    return begin
      + new.map { Self.columns(of: $0) < now ? $0 + "\u{1B}[K" : $0 }.joined(separator: "\n")
  }

  /// To the row in which the first line begins: a terminal that became narrower has broken the lines.
  private func up(width now: Int) -> String {
    let rows = lines.reduce(0) { sum, line in
      let columns = Self.columns(of: line)
      return sum + (now > 0 && columns > now ? (columns + now - 1) / now : 1)
    }
    return rows > 1 ? "\u{1B}[\(rows - 1)A" : ""
  }

  /// The columns of a line of ours: colours take none.
  private static func columns(of line: String) -> Int {
    var visible = ""
    var isColor = false
    for character in line {
      if character == "\u{1B}" { isColor = true }
      if !isColor { visible.append(character) }
      if isColor, character == "m" { isColor = false }
    }
    return SafeText.columns(of: visible)
  }
}
