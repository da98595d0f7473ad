import TemaeCore
import TemaeJournal

/// The runs of a journal that are open on a database which another run is to work on.
///
/// Two runs on one database undo each other's assumptions: what the one has checked, the other
/// changes.
struct OpenRuns {
  /// The runs that work on one of the databases, by name.
  private(set) var names: [String] = []
  /// Beside which of them, or of the drivers that other journals know, the run may work: a person
  /// said so when the one or the other was opened or resumed.
  private(set) var agreed: [String] = []
  private var descriptions: [String: String] = [:]

  /// Looks at every run of the journal that has not ended, but the one that asks.
  init(on targets: [PinnedTarget], in journal: Journal, except own: String? = nil) throws {
    guard !targets.isEmpty else { return }
    let candidates = try RunChoice(journal).candidates
    let name = candidates.first { $0.id == own }?.name
    if let own { agreed = try journal.entries(run: own).compactMap(\.event.neighbour) }
    for run in candidates where run.isOpen && run.id != own {
      let entries = try journal.entries(run: run.id)
      let pinned = entries.flatMap(\.event.pinnedTargets)
      let shared = pinned.first { pinned in
        targets.contains { $0.identity.isSameDatabase(as: pinned.identity) }
      }
      guard let shared else { continue }
      names.append(run.name)
      descriptions[run.name] =
        "run \(run.name) is open on database \(shared.identity.database) of \(shared.identity.host)"
      if let name, entries.contains(where: { $0.event.neighbour == name }) {
        agreed.append(run.name)
      }
    }
  }

  /// Refuses an amendment that leads to a database on which another run is open and is not named.
  func checkAmending(beside overruled: [String]) throws(Failure) {
    guard let first = strangers(beside: overruled).first else { return }
    throw refusal(
      beside: overruled,
      next:
        "temae resume \(first), or temae abort \(first) --reason …, then temae amend once more; "
        + "to work beside it all the same: --beside \(first)")
  }

  /// Refuses a run beside others, unless each of them was named, now or before.
  func check(beside overruled: [String]) throws(Failure) {
    guard let first = strangers(beside: overruled).first else { return }
    throw refusal(
      beside: overruled,
      next: "temae resume \(first), or temae abort \(first) --reason …; "
        + "to run beside it all the same: --beside \(first) --reason …")
  }

  /// Refuses a name that is nobody's: neither a run of the journal nor a driver that was found on a
  /// database.
  func checkNames(_ overruled: [String], found: [String]) throws(Failure) {
    guard let stranger = overruled.first(where: { !names.contains($0) && !found.contains($0) })
    else { return }
    throw Failure(
      .usage, "--beside \(stranger): no such run is open on a database of this runbook",
      next: "temae runs")
  }

  private func strangers(beside overruled: [String]) -> [String] {
    names.filter { !overruled.contains($0) && !agreed.contains($0) }
  }

  private func refusal(beside overruled: [String], next: String) -> Failure {
    Failure(
      .elsewhere, strangers(beside: overruled).compactMap { descriptions[$0] }.lines, next: next)
  }
}

extension Event {
  /// The databases that a run is bound to from this event on.
  fileprivate var pinnedTargets: [PinnedTarget] {
    if case .runOpened(let data) = self { return data.targets }
    if case .runbookAmended(let data) = self { return data.targets }
    if case .targetRepinned(let data) = self {
      return [PinnedTarget(database: data.database, identity: data.identity)]
    }
    return []
  }

  /// The run beside which a person let this one run.
  fileprivate var neighbour: String? {
    guard case .deviationRecorded(let data) = self, data.kind == .beside else { return nil }
    return data.subject
  }
}
