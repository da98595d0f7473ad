import TemaeCore
import TemaeJournal

/// Whether a run was last driven on this machine.
///
/// What another machine has started cannot be seen from here: its runner holds another lock, and its
/// commands go on under supervisors of its own. A journal that was copied therefore drives nothing
/// until a person says that nothing of it goes on there.
enum Whereabouts {
  /// Refuses a run of another machine, unless a person gives the reason for taking it over.
  static func check(_ loaded: LoadedRun, reason: String?) throws(Failure) {
    guard reason == nil, let last = loaded.entries.last(where: \.isLease),
      case .leaseTaken(let lease) = last.event
    else { return }
    let host = last.draft.by.host
    let here = ProcessIdentity.current.machine
    // A machine without an id is known by its name only.
    let isHere =
      lease.machine.isEmpty || here.isEmpty
      ? host == OperatorIdentity.host : lease.machine == here
    guard !isHere else { return }
    let name = loaded.state.opened?.name ?? loaded.state.run
    throw Failure(
      .elsewhere,
      """
      run \(name) was last driven on another machine
      event \(last.sequence): driven on \(host), machine id \(Self.named(lease.machine))
      this is \(OperatorIdentity.host), machine id \(Self.named(here))
      """,
      next: "resume it there; when nothing of it goes on there any more: "
        + "temae resume \(name) --take-over REASON")
  }

  private static func named(_ id: String) -> String { id.isEmpty ? "not known" : id }
}

extension Entry {
  fileprivate var isLease: Bool {
    if case .leaseTaken = event { true } else { false }
  }
}
