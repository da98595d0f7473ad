import TemaeCore
import TemaeJournal

/// The runs of a journal that are open on a database which another run is to work on.
///
/// Two runs on one database undo each other's assumptions: what the one has checked, the other
/// changes.
struct OpenRuns {
  /// The runs that work on one of the databases, by name.
  private(set) var names: [String] = []
  private var descriptions: [String] = []

  /// Looks at every run of the journal that has not ended, but the one that asks.
  init(on targets: [PinnedTarget], in journal: Journal, except own: String? = nil) throws {
    guard !targets.isEmpty else { return }
    for run in try RunChoice(journal).candidates where run.isOpen && run.id != own {
      let pinned = try journal.entries(run: run.id).flatMap(\.event.pinnedTargets)
      let shared = pinned.first { pinned in
        targets.contains { $0.identity.isSameDatabase(as: pinned.identity) }
      }
      guard let shared else { continue }
      names.append(run.name)
      descriptions.append(
        "run \(run.name) is open on database \(shared.identity.database) of \(shared.identity.host)"
      )
    }
  }

  /// Refuses an amendment that leads to a database on which another run is open.
  func checkAmending() throws(Failure) {
    guard let first = names.first else { return }
    throw Failure(
      .elsewhere, descriptions.lines,
      next: "temae resume \(first), or temae abort \(first) --reason …, then temae amend once more")
  }

  /// Refuses a run beside others, unless each of them was named.
  func check(beside overruled: [String]) throws(Failure) {
    if let stranger = overruled.first(where: { !names.contains($0) }) {
      throw Failure(
        .usage, "--beside \(stranger): no such run is open on a database of this runbook",
        next: "temae runs")
    }
    guard let first = names.first(where: { !overruled.contains($0) }) else { return }
    throw Failure(
      .elsewhere, descriptions.lines,
      next: "temae resume \(first), or temae abort \(first) --reason …; "
        + "to run beside it all the same: --beside \(first) --reason …")
  }
}

extension Event {
  /// The databases that a run is bound to from this event on.
  fileprivate var pinnedTargets: [PinnedTarget] {
    if case .runOpened(let data) = self { return data.targets }
    if case .runbookAmended(let data) = self { return data.targets }
    return []
  }
}
