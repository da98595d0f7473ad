import TemaeCore
import TemaeReport

extension ReplayMoment {
  /// How many pieces of output are looked at, back from the moment.
  private static let mostPieces = 4096

  /// The moment after the first so many entries of a run, at least one.
  ///
  /// - Parameters:
  ///   - count: how many entries had happened.
  ///   - history: where they are.
  ///   - isStrict: whether only the output of the activity that the last of them is about is read.
  /// - Throws: what keeps the journal from being read, or an `InvalidHistory`.
  init(after count: Int, of history: inout ReplayHistory, isStrict: Bool = true) throws {
    let entry = try history.entry(count)
    let point = try history.point(after: count)
    var output: [Entry] = []
    if let printed = point.standing.output(after: entry, strictly: isStrict)?.positions {
      let begin = max(printed.lowerBound, printed.upperBound - Self.mostPieces)
      output = try history.entries(begin...printed.upperBound).reversed()
    }
    self.init(
      entry, next: count < history.count ? try history.entry(count + 1) : nil, last: history.last,
      state: point.state, standing: point.standing, output: output, isStrict: isStrict,
      digest: point.state.digest(SourceDigest.of), payload: history.journal.resolver)
  }
}
