import TemaeCore

/// After a server was pinned anew nothing counts as done that it has lost.
struct NothingLostCounts: Law {
  func breaches(in history: History) -> [String] {
    guard let state = history.end else { return [] }
    let repinned = history.repins.last ?? 0
    return (history.changes + history.blocks).filter { id in
      let own = history.effects.all.filter { $0.attempt.activity == id }
      let isGone = own.allSatisfy { effect in effect.lostAt.map { $0 < repinned } ?? false }
      return state.activity(id)?.phase == .succeeded && !own.isEmpty && isGone
    }.map { "\($0) counts as done, and the server has lost it" }
  }
}

/// What is undone has nothing newer above it that the same rollback undoes as well.
struct NewestIsUndoneFirst: Law {
  func breaches(in history: History) -> [String] {
    let ends = history.rollbacks.dropFirst().map(\.at) + [Int.max]
    return zip(history.rollbacks, ends).flatMap { rollback, end -> [String] in
      let span = rollback.at..<end
      // What was lost is undone once more; what failed may be left below.
      guard !rollback.keepsGoing, !history.effects.losses.contains(where: span.contains) else {
        return []
      }
      let undone = undone(in: span, history)
      return undone.enumerated().flatMap { place, older in
        undone[(place + 1)...].filter { $0.first > older.last }.map {
          "\($0.names) is newer than \(older.names), and was undone after it"
        }
      }
    }
  }

  /// What was undone in one go, in this order, each with the moments at which its attempts began, or
  /// may have begun as far as the journal tells.
  private func undone(
    in span: Range<Int>, _ history: History
  ) -> [(names: String, first: Int, last: Int)] {
    var known: Set<String> = []
    let byHand = Set(history.entries.compactMap(\.event.doneByHand))
    let groups = Dictionary(grouping: history.effects.all) { $0.undoing?.at ?? 0 }
    return groups.keys.filter(span.contains).sorted().compactMap { at in
      let names = (groups[at] ?? []).map(\.attempt.activity).filter { known.insert($0).inserted }
      let began = history.beginnings.filter { names.contains($0.activity) }.map(\.at)
      let intended = history.submitted.compactMap { said -> Int? in
        guard case .attemptIntended(let data) = said.event else { return nil }
        return names.contains(data.activity) ? said.at : nil
      }
      guard let first = began.min(), let last = (began + intended).max() else { return nil }
      // What a person finished by hand came after its last attempt; nobody here knows when.
      let isByHand = !byHand.isDisjoint(with: names)
      return (names.joined(separator: ", "), first, isByHand ? .max : last)
    }
  }
}

/// What a completed rollback says is undone, or never was, does not lie in the world.
struct UndoneIsUndone: Law {
  func breaches(in history: History) -> [String] {
    guard let state = history.end, let end = state.rollback?.end,
      history.effects.losses.allSatisfy({ $0 < history.repins.last ?? 0 })
    else { return [] }
    let items = state.rollbackPlan.items
    // A person's word is not doubted when a server is pinned anew: they are told to look.
    let isLossy = !history.effects.losses.isEmpty
    return history.changes.filter(history.effects.isThere).compactMap { id in
      switch items.first(where: { $0.activity == id })?.way {
      case nil, .noEffect: "\(id) counts as undone, and is there"
      case .undone(let blocks):
        isByHand(blocks, state) && isLossy ? nil : "\(id) counts as undone, and is there"
      case .undoneByHand: isLossy ? nil : "\(id) counts as undone, and is there"
      case .notNeeded, .kept: nil
      case .settleFirst, .blocks, .together, .answer, .tidied, .covered, .impossible:
        end.isWhole ? "\(id) is there, and all of it is said to be undone" : nil
      }
    }
  }
}

extension UndoneIsUndone {
  private func isByHand(_ blocks: [Activity], _ state: RunState) -> Bool {
    blocks.contains { state.activity($0.id)?.phase == .doneByHand }
  }
}

extension Event {
  /// The activity that a person did by hand.
  fileprivate var doneByHand: String? {
    guard case .activityDoneByHand(let data) = self else { return nil }
    return data.activity
  }
}
