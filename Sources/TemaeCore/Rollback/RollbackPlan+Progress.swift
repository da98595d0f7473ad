extension RollbackPlan {
  /// How far a rollback has come with each of the items.
  func progress(in state: RunState, upTo step: String?) -> [Item] {
    let kept = step.flatMap { state.end(ofStage: $0) } ?? 0
    var done: [String: WayBack] = [:]
    return items.map { item in
      var item = item
      if let step, item.effect.last <= kept, item.effect.certainty != .none {
        item.way = .kept(upTo: step)
      } else {
        item.way = progress(of: item, in: state, done)
      }
      done[item.activity] = item.way
      return item
    }
  }

  private func progress(
    of item: Item, in state: RunState, _ done: [String: WayBack]
  ) -> WayBack {
    if item.verdict != .nothing, let way = wholeWay(back: item, in: state) { return way }
    switch item.way {
    case .blocks(let blocks): return Self.progress(of: blocks, in: state) ?? item.way
    case .together(let other):
      // Its own way back is the other's: what has become of that has become of it.
      guard let way = done[other] else { return item.way }
      switch way {
      case .undone, .impossible, .kept: return way
      case .noEffect, .settleFirst, .blocks, .together, .notNeeded, .answer, .tidied, .covered,
        .undoneByHand:
        return item.way
      }
    case .covered, .impossible:
      let place = coveringPlace(of: item)
      let isDone = state.activity("\(place)@undo")?.phase.isDone == true
      return isDone ? .undoneByHand(at: place) : item.way
    case .noEffect, .settleFirst, .notNeeded, .answer, .tidied, .undone, .undoneByHand, .kept:
      return item.way
    }
  }

  /// A way back of the whole run that names the item's step and has been carried out.
  private func wholeWay(back item: Item, in state: RunState) -> WayBack? {
    for scope in scopes {
      guard let steps = scope.undoes, item.isIn(steps) else { continue }
      if case .undone(let blocks) = Self.progress(of: scope.activities, in: state) {
        return .undone(by: blocks)
      }
    }
    return nil
  }

  /// The one activity that a block undoes, where nothing else undoes it and it undoes nothing else.
  func changeUndone(by id: String) -> String? {
    let item = items.first { item in
      switch item.way {
      case .blocks(let blocks), .undone(let blocks):
        blocks.filter(\.isCompensation).map(\.id) == [id]
      case .noEffect, .settleFirst, .together, .notNeeded, .answer, .tidied, .covered, .impossible,
        .undoneByHand, .kept:
        false
      }
    }
    guard let item, !items.contains(where: { $0.way == .together(with: item.activity) }) else {
      return nil
    }
    return item.activity
  }

  private static func progress(of blocks: [Activity], in state: RunState) -> WayBack? {
    let blocks = blocks.filter(\.isCompensation)
    let phases = blocks.map { state.activity($0.id)?.phase ?? .pending }
    guard phases.allSatisfy(\.isResolved), !blocks.isEmpty else { return nil }
    let skipped = zip(blocks, phases).first { $0.role == .rollback && $1 == .skipped }
    if let skipped { return .impossible(.skipped(block: skipped.0.id)) }
    return .undone(by: blocks)
  }

  /// What one backup covers is restored in one go, at the place of the newest effect.
  private func coveringPlace(of item: Item) -> String {
    guard case .covered(let step, _) = item.way else { return item.activity }
    let first = items.first { other in
      if case .covered(step, _) = other.way { true } else { false }
    }
    return first?.activity ?? item.activity
  }

  /// What a rollback carries out, in this order, dealt with or not.
  func carriedOut(in state: RunState) -> [Activity] {
    var restored: Set<String> = []
    return items.flatMap { item -> [Activity] in
      switch item.way {
      case .blocks(let blocks), .undone(let blocks): return blocks.filter(\.isCompensation)
      case .covered(let step, _):
        guard restored.insert(step).inserted else { return [] }
      case .impossible:
        guard item.way.isForPerson else { return [] }
      case .undoneByHand(let place):
        guard place == item.activity else { return [] }
      case .noEffect, .settleFirst, .together, .notNeeded, .answer, .tidied, .kept: return []
      }
      return [item.byHand]
    }
  }
}

extension RollbackPlan.Item {
  /// What a person does where the document has no blocks to do it.
  fileprivate var byHand: Activity {
    let text =
      if case .covered(let step, _) = way {
        "restore the backup of step \(step): it covers \(activity); what was written since is lost"
      } else {
        "undo \(activity) by hand, or see that nothing of it is left"
      }
    let form = Activity.Form.undo
    return Activity(id: activity, kind: .manual, role: .item, line: 0, text: text)
      .planned(as: form)
  }
}

extension ActivityPhase {
  /// Whether somebody or something did it.
  var isDone: Bool { self == .succeeded || self == .doneByHand }
}

extension RunState {
  /// The journal sequence at which all of a stage had been dealt with; `nil` when something is left.
  func end(ofStage id: String) -> Int? {
    guard let stage = plan.stages.first(where: { $0.id == id }) else { return nil }
    let isOver = stage.activities.allSatisfy { activity in
      guard let phase = self.activity(activity.id)?.phase else { return true }
      return phase.isResolved || activity.role == .watch
    }
    guard isOver else { return nil }
    let ends = stage.activities.compactMap { effects.endings[$0.id]?.sequence }
    let lasts = effects.traces.filter { trace in
      stage.activities.contains { $0.id == trace.id }
    }.compactMap { $0.current?.last }
    return (ends + lasts).max() ?? 0
  }
}
