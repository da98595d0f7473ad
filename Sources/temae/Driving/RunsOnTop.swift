import TemaeCore
import TemaeJournal

/// The later runs whose changes stand on those of a run: undoing it beneath them takes away what they
/// were built on.
enum RunsOnTop {
  /// Their names, the oldest first.
  ///
  /// - Parameters:
  ///   - state: The run that is to be undone.
  ///   - journal: Where the runs are.
  /// - Returns: The runs that were opened after it on one of its databases, and of which something
  ///   took effect, or may have, that no rollback has undone; and those that cannot be read.
  /// - Throws: What the journal says.
  static func names(above state: RunState, in journal: Journal) throws -> [String] {
    let targets = state.targets
    guard !targets.isEmpty else { return [] }
    let later = try RunChoice(journal).candidates.drop { $0.id != state.run }.dropFirst()
    return later.filter { run in
      // Another run that is damaged, or of a later version, must not keep this one from going back.
      guard let other = try? RunLoader.load(run.id, from: journal).state else { return true }
      return other.targets.contains { $0.isAmong(targets) } && !RollbackPlan(of: other).left.isEmpty
    }.map(\.name)
  }
}

extension PinnedTarget {
  fileprivate func isAmong(_ targets: [PinnedTarget]) -> Bool {
    targets.contains { $0.identity.isSameDatabase(as: identity) }
  }
}
