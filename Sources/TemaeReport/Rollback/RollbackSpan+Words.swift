import TemaeCore

extension RollbackSpan {
  /// How it is known, in words.
  var basisWords: String {
    switch blocks {
    case .none: "by the restore that was measured"
    case .limits: "by the blocks' limits\(restoreWords)"
    case .rehearsal: "as it was rehearsed\(restoreWords)"
    }
  }

  /// How long it takes, in words.
  var words: String {
    switch blocks {
    case .none: "the restore took \(time) when it was verified"
    case .limits: "its blocks may take \(time), by their limits\(restoreWords)"
    case .rehearsal: "its blocks took \(time) when they were rehearsed\(restoreWords)"
    }
  }

  private var time: String {
    TimeText.elapsed((blockSeconds == 0 ? restoreSeconds : blockSeconds) * 1_000_000)
  }

  private var restoreWords: String {
    restoreSeconds == 0
      ? "" : ", and a restore \(TimeText.elapsed(restoreSeconds * 1_000_000))"
  }
}
