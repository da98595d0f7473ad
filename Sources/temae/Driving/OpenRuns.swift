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

  /// Looks at every run of the journal that has not ended.
  init(on targets: [PinnedTarget], in journal: Journal) throws {
    for run in try RunChoice(journal).candidates where run.isOpen {
      guard let first = try journal.entries(run: run.id, limit: 1).first,
        case .runOpened(let opened) = first.event,
        let shared = opened.targets.first(where: { pinned in
          targets.contains { $0.identity.isSameDatabase(as: pinned.identity) }
        })
      else { continue }
      names.append(run.name)
      descriptions.append(
        "run \(run.name) is open on database \(shared.identity.database) of \(shared.identity.host)"
      )
    }
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
