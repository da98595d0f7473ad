extension Activity {
  /// The statement, where the activity changes an index concurrently: then the catalog tells how an
  /// attempt ended, and no probe is needed.
  public var concurrentIndex: ConcurrentIndex? {
    guard kind == .sql, role.mayWrite, settings.isOutsideTransaction else { return nil }
    return ConcurrentIndex(text)
  }
}

extension ConcurrentIndex {
  /// What an attempt came to whose sessions have all ended; `nil` where the catalog cannot tell.
  ///
  /// - Parameters:
  ///   - before: the indexes before the first attempt; `nil` when nobody looked.
  ///   - after: the indexes now.
  /// - Returns: what is held true from here on.
  func verdict(
    before: [IndexSighting]?, after: [IndexSighting]
  ) -> SettlementVerdict? {
    switch kind {
    case .create: created(before, after)
    case .drop: dropped(before, after)
    case .reindexIndex, .reindexTable: rebuilt(before, after)
    }
  }

  /// Only an index that was not there before can be the attempt's.
  private func created(
    _ before: [IndexSighting]?, _ after: [IndexSighting]
  ) -> SettlementVerdict? {
    guard let index = after.first else { return .again }
    guard let before else { return nil }
    guard !before.contains(where: { $0.objectID == index.objectID }) else { return .again }
    guard index.isValid else { return .failed }
    return index.matches == true ? .done : nil
  }

  /// An interrupted drop leaves the index, if invalid: it is dropped again.
  private func dropped(
    _ before: [IndexSighting]?, _ after: [IndexSighting]
  ) -> SettlementVerdict? {
    guard let index = after.first else {
      // What was never there cannot have been dropped: trying again says so.
      return before?.isEmpty == true && !isConditional ? .again : .done
    }
    guard let before else { return .again }
    return before.contains { $0.objectID == index.objectID } ? .again : nil
  }

  /// An index that was rebuilt keeps its name and has another object number.
  private func rebuilt(
    _ before: [IndexSighting]?, _ after: [IndexSighting]
  ) -> SettlementVerdict? {
    guard let before else { return nil }
    let due = before.filter(\.isSubject)
    let isRebuilt = due.allSatisfy { old in
      after.contains { $0.name == old.name && $0.objectID != old.objectID && $0.isValid }
    }
    if isRebuilt, !due.isEmpty { return .done }
    return Self.leftovers(before, after).isEmpty ? .again : .failed
  }

  /// The invalid indexes that were not there before the first attempt.
  static func leftovers(
    _ before: [IndexSighting]?, _ after: [IndexSighting]?
  ) -> [IndexSighting] {
    guard let before, let after else { return [] }
    return after.filter { index in
      !index.isValid && !before.contains { $0.objectID == index.objectID }
    }
  }
}

extension RunState {
  /// The invalid indexes that the attempts of an activity left behind: dropping one is offered.
  public func leftovers(of activity: String) -> [IndexSighting] {
    guard let statement = definition(activity)?.concurrentIndex, statement.kind != .drop,
      let state = self.activity(activity)
    else { return [] }
    return ConcurrentIndex.leftovers(state.indexesBefore, state.indexesAfter)
  }

  /// A failed attempt whose traces nobody has looked for: what is offered depends on them.
  var uninspected: ActivityState? {
    activities.first { state in
      guard state.phase == .failed, state.attempts > 0, state.indexesAfter == nil,
        state.failure?.mayHaveTakenEffect != false,
        let statement = definition(state.id)?.concurrentIndex
      else { return false }
      return statement.kind != .drop
    }
  }

  /// What the catalog says of an unknown outcome; `nil` where it cannot tell.
  func decide(unknownIndex state: ActivityState) -> Decision? {
    guard let statement = definition(state.id)?.concurrentIndex else { return nil }
    guard let after = state.indexesAfter else {
      return .inspect(activity: state.id, attempt: state.attempts)
    }
    if let verdict = statement.verdict(before: state.indexesBefore, after: after) {
      return .conclude(activity: state.id, attempt: state.attempts, verdict: verdict)
    }
    // A probe that knows the name only would take another index for this one.
    guard after.contains(where: { $0.matches == false }) else { return nil }
    return .ask(.unknown(activity: state.id, attempt: state.attempts))
  }

  /// Whether the indexes must be looked at before the first attempt: later nothing else tells whose
  /// an invalid one is.
  func mustInspect(_ activity: Activity, _ state: ActivityState) -> Bool {
    activity.form != .drop && state.indexesBefore == nil && activity.concurrentIndex != nil
  }
}

extension RunState {
  mutating func sight(_ data: IndexesObserved, _ entry: Entry) throws(InvalidHistory) {
    let place = try index(of: data.activity, entry)
    guard data.attempt != activities[place].attempts + 1 else {
      activities[place].indexesBefore = data.indexes
      return
    }
    try require(
      data.attempt == activities[place].attempts, entry,
      "\(data.activity) has had \(activities[place].attempts) attempts, not \(data.attempt)")
    activities[place].indexesAfter = data.indexes
  }
}
