/// What a part of the replay's screen has to show; not all of it may fit.
struct ReplayBlock {
  var title: String
  var lines: [StyledLine]
  /// The line that must be seen; the last one where the end matters most.
  var focus = 0

  /// The first line that is seen.
  ///
  /// - Parameters:
  ///   - height: how many lines are seen.
  ///   - scroll: by how many lines somebody has scrolled.
  /// - Returns: its index.
  func top(height: Int, scroll: Int = 0) -> Int {
    let last = max(0, lines.count - height)
    let begin = min(last, max(0, focus - height / 2))
    return min(last, max(0, begin + scroll))
  }
}
