/// Where in a run the events are that somebody jumps to.
public struct ReplayTrack: Sendable {
  /// How many events the run has.
  public let count: Int
  /// The positions of each kind, ascending.
  private let positions: [ReplayMark: [Int]]

  /// Makes a track.
  ///
  /// - Parameters:
  ///   - count: how many events the run has.
  ///   - positions: the positions in the run of each kind, ascending.
  public init(count: Int, positions: [ReplayMark: [Int]]) {
    self.count = count
    self.positions = positions
  }

  /// The next position of a kind after one, or the one before it.
  public func position(of mark: ReplayMark, from position: Int, isForward: Bool) -> Int? {
    let all = positions[mark] ?? []
    if isForward {
      let index = Self.count(all) { $0 <= position }
      return index < all.count ? all[index] : nil
    }
    let index = Self.count(all) { $0 < position }
    return index > 0 ? all[index - 1] : nil
  }

  /// The whole run in one line: how far the moment is, and where what matters lies.
  func line(at position: Int, width: Int) -> StyledLine {
    let here = column(of: position, width)
    var cells = (0..<width).map { $0 < here ? ("━", Tone.plain) : ("─", Tone.faint) }
    // A failure is seen before what people made of it.
    for mark in [ReplayMark.resumption, .deviation, .failure] {
      for position in positions[mark] ?? [] {
        let column = column(of: position, width)
        if cells.indices.contains(column) { cells[column] = (mark.glyph, mark.tone) }
      }
    }
    if cells.indices.contains(here) { cells[here] = ("●", .strong) }
    var line = StyledLine()
    for (glyph, tone) in cells {
      if let last = line.spans.last, last.tone == tone {
        line.spans[line.spans.count - 1].text += glyph
      } else {
        line = line.adding(glyph, tone)
      }
    }
    return line
  }

  private func column(of position: Int, _ width: Int) -> Int {
    count > 1 ? (position - 1) * (width - 1) / (count - 1) : 0
  }

  /// How many fulfil a condition that holds up to some element, and for none behind it.
  private static func count(_ all: [Int], _ isBefore: (Int) -> Bool) -> Int {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(all[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
