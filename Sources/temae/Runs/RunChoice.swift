import TemaeJournal

/// Which run a command is about, where it was named or where only one can be meant.
struct RunChoice {
  /// A run of the journal, as far as choosing needs it.
  struct Candidate: Hashable {
    /// The UUIDv7.
    var id: String
    /// The name that people type.
    var name: String
    /// Whether it can still go on.
    var isOpen: Bool
  }

  /// The journal's runs in the order in which they were opened.
  let candidates: [Candidate]

  /// A choice among given runs.
  init(_ candidates: [Candidate]) { self.candidates = candidates }

  /// A choice among the runs of a journal.
  init(_ journal: Journal) throws(JournalError) {
    candidates = try journal.runs().map { summary in
      let isEnded = ["run.completed", "run.aborted", "rollback.completed"].contains(
        summary.lastRunEvent)
      return Candidate(id: summary.id, name: summary.name, isOpen: !isEnded)
    }
  }

  /// The run with this name, or whose id begins so.
  ///
  /// - Throws: ``Failure`` with ``TemaeExit/usage`` when none is, or more than one.
  func named(_ text: String) throws(Failure) -> Candidate {
    if let exact = candidates.first(where: { $0.name == text || $0.id == text }) { return exact }
    let found = candidates.filter { !text.isEmpty && $0.id.hasPrefix(text.lowercased()) }
    if let only = found.first, found.count == 1 { return only }
    guard found.isEmpty else {
      throw Failure(
        .usage, "the ids of \(found.count) runs begin with \(text):\n" + Self.list(found),
        next: "name one of them")
    }
    throw Failure(.usage, "the journal has no run \(text)", next: "temae runs")
  }

  /// The run that a person wants to change: the named one, else the only open one.
  func toChange(_ text: String?) throws(Failure) -> Candidate {
    if let text { return try named(text) }
    let open = candidates.filter(\.isOpen)
    if let only = open.first, open.count == 1 { return only }
    guard open.isEmpty else { throw severalOpen(open) }
    throw Failure(.usage, "no run is open", next: "temae runs lists all, temae run opens one")
  }

  /// The run that a person wants to see: the named one, else the only open one, else the newest.
  func toRead(_ text: String?) throws(Failure) -> (run: Candidate, isAssumed: Bool) {
    if let text { return (try named(text), false) }
    let open = candidates.filter(\.isOpen)
    if let only = open.first, open.count == 1 { return (only, false) }
    guard open.isEmpty else { throw severalOpen(open) }
    guard let newest = candidates.last else {
      throw Failure(.usage, "there is no run in this journal", next: "temae run DOCUMENT")
    }
    return (newest, true)
  }

  private func severalOpen(_ open: [Candidate]) -> Failure {
    Failure(
      .usage, "\(open.count) runs are open, and none was named:\n" + Self.list(open),
      next: "name one of them")
  }

  private static func list(_ candidates: [Candidate]) -> String {
    candidates.map { "\($0.name)  \($0.id)" }.joined(separator: "\n")
  }
}
