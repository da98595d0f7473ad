import TemaeCore
import TestSupport
import Testing

// A rollback that the state machine itself decides, in a world where blocks fail, drivers die and
// outcomes get lost.
extension RollbackWorld {
  /// Asks for a rollback and carries out what is decided until it has ended.
  ///
  /// - Returns: `false` where there is nothing to undo.
  mutating func goBack(keepsGoing: Bool, mayLeave: Bool = true) throws -> Bool {
    do {
      try trace.command(.rollBack(scope: nil, upTo: nil, keepsGoing: keepsGoing, reason: nil))
    } catch is Rejection { return false }
    leavesWork = mayLeave
    for _ in 0..<2000 where !trace.state.status.isEnded {
      if chance(6) { try trace.takeOver(honoursSchedule: false) }
      try goBack(by: trace.next)
    }
    #expect(trace.state.status == .rolledBack, "the rollback comes to no end")
    return true
  }

  /// What the document, or the kind of activity, says need not be undone.
  var harmless: Set<String> {
    Set(
      trace.state.rollbackPlan.items.filter { item in
        item.way == .notNeeded || item.way == .answer || item.way == .tidied
      }.map(\.activity))
  }

  private mutating func goBack(by decision: Decision) throws {
    let reason = commitment("because")
    switch decision {
    case .planRollback:
      #expect(trace.state.rollbackPlan.unsettled == [])
      try trace.happen(.rollbackPlanned(.sample))
    case .start(let id, _) where trace.state.belongsToRollback(id):
      expectTop(of: subjects(of: id), by: id)
      try trace.intend(id)
      if !chance(10) { try endCompensation(id) }
    case .settle(let id, _) where trace.state.belongsToRollback(id): try endCompensation(id)
    case .ask(.item(let id)) where trace.state.belongsToRollback(id):
      guard !leavesWork || chance(70) else {
        return try trace.command(.skip(activity: id, reason: reason))
      }
      expectTop(of: subjects(of: id), by: id)
      undo(id)
      try trace.command(.answer(activity: id, .yes, note: nil))
    case .ask(.failure(let id, _)):
      let isLeft = leavesWork && chance(30)
      try trace.command(
        isLeft ? .skip(activity: id, reason: reason) : .retry(activity: id, reason: reason))
    case .ask(.unknown(let id, _)) where trace.state.belongsToRollback(id):
      let isDone = !layers.contains { subjects(of: id).contains($0) }
      try trace.command(.settle(activity: id, isDone ? .done : .again, reason: reason))
    case .finish: try trace.happen(.rollbackCompleted(trace.state.rollbackEnd))
    case .start, .settle, .observe, .ask, .halt, .rest, .conclude, .endWatch, .wait, .inspect,
      .awaitDescendants:
      try carryOut(decision)
    }
  }

  /// What an activity of the rollback undoes.
  private func subjects(of id: String) -> Set<String> {
    let items = trace.state.rollbackPlan.items
    guard let place = items.firstIndex(where: { Self.carriers(of: $0).contains(id) }) else {
      return []
    }
    let item = items[place]
    let others = items.filter { other in
      switch (item.way, other.way) {
      case (.covered(let step, _), .covered(let covering, _)): step == covering
      case (_, .together(let first)): first == item.activity
      case (_, _): false
      }
    }
    return Set([item.activity] + others.map(\.activity))
  }

  private static func carriers(of item: RollbackPlan.Item) -> [String] {
    item.blocks.map(\.id) + ["\(item.activity)@undo"]
  }

  /// What is undone has nothing on top of it that is undone as well, unless that could not be.
  private func expectTop(of group: Set<String>, by id: String) {
    // A remedy that did its work may have failed later, and then stands where that was.
    guard trace.state.rollback?.keepsGoing == false, !id.hasPrefix("remedy/") else { return }
    let items = trace.state.rollbackPlan.items
    let due = items.filter { $0.verdict == .compensate }.map(\.activity)
    guard let own = layers.lastIndex(where: group.contains) else { return }
    let above = layers[own...].filter { due.contains($0) && !group.contains($0) }
    #expect(above == [], "\(id) undoes \(group.sorted()) below them")
  }

  private mutating func undo(_ id: String) {
    let subjects = subjects(of: id)
    // The last block of a way back ends it.
    let last = trace.state.rollbackPlan.items.lazy.map(\.blocks).first { blocks in
      blocks.contains { $0.id == id }
    }?.last?.id
    guard last == nil || last == id else { return }
    layers.removeAll(where: subjects.contains)
  }

  private mutating func endCompensation(_ id: String) throws {
    let attempt = try #require(trace.state.activity(id)?.attempts)
    switch chanceOfTen() {
    case 0..<6:
      undo(id)
      try trace.happen(.attemptSucceeded(.sample(id, attempt)))
    case 6, 7: try trace.happen(.attemptFailed(.sample(id, attempt)))
    default:
      if chance(50) { undo(id) }
      try trace.happen(.attemptLost(AttemptLost(activity: id, attempt: attempt, evidence: "?")))
    }
  }
}
