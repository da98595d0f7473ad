import Glibc
import TemaeCore
import TestSupport

/// One law of the state machine, asked of what happened and of what the journal says.
protocol Law: Sendable {
  /// What breaks the law, in words; nothing where it holds.
  func breaches(in history: History) -> [String]
}

/// The laws that every simulation is held against.
enum Laws {
  static let all: [any Law] = [
    EffectsFollowIntents(), ReplayIsTheSame(), NothingIsChanged(), NoOutcomeIsGuessed(),
    OnlyTheNewestDrives(), WhatRanWasPinned(), NobodyApprovesByDefault(), NoSecretIsShown(),
    SuccessIsFinal(), NothingIsLost(), EffectsHappenOnce(), OnlyTheHolderSends(),
    NothingLostCounts(), NewestIsUndoneFirst(), UndoneIsUndone(), EveryRunEnds(),
  ]

  /// Every breach of every law.
  static func breaches(in history: History) -> [String] {
    all.flatMap { law in law.breaches(in: history).map { "\(type(of: law)): \($0)" } }
  }
}

/// Law 1: no effect begins before its intent is durable.
struct EffectsFollowIntents: Law {
  func breaches(in history: History) -> [String] {
    let intents = history.entries.enumerated().compactMap { place, entry in
      if case .attemptIntended(let data) = entry.event {
        (place, History.Attempt(activity: data.activity, attempt: data.attempt))
      } else {
        nil
      }
    }
    return history.violations
      + history.beginnings.filter { begun in
        let attempt = History.Attempt(activity: begun.activity, attempt: begun.attempt)
        return !intents.contains { $0.1 == attempt && $0.0 < begun.durable }
      }.map { "\($0.activity) began at \($0.durable) entries, before its intent" }
  }
}

/// Law 2: the same entries give the same state, also when their bytes are read anew.
struct ReplayIsTheSame: Law {
  func breaches(in history: History) -> [String] {
    do {
      var state = RunState(runbook: history.runbook, amended: history.editions)
      var digests: [Int: [UInt8]] = [:]
      for (entry, body) in zip(history.entries, history.bodies) {
        try state.compare(with: entry, testDigest)
        try state.apply(try Entry(body: body))
        if history.states.contains(where: { $0.position == state.position }) {
          digests[state.position] = state.encoding
        }
      }
      return history.states.filter { $0.encoding != digests[$0.position] }
        .map { "a driver's state at \($0.position) is not what the entries give" }
    } catch {
      return ["the journal cannot be replayed: \(error)"]
    }
  }
}

/// Law 3: no event is ever updated or deleted.
struct NothingIsChanged: Law {
  func breaches(in history: History) -> [String] {
    var previous = Digest.zero
    var breaches: [String] = []
    for (entry, body) in zip(history.entries, history.bodies) {
      if entry.previous != previous { breaches.append("the link to \(entry.sequence) is broken") }
      previous = testDigest(body)
    }
    return breaches
  }
}

/// Law 4: an outcome says what happened in the world.
struct NoOutcomeIsGuessed: Law {
  func breaches(in history: History) -> [String] {
    let acting = history.changes + history.blocks
    return history.submitted.compactMap { said in
      switch said.event {
      case .attemptSucceeded(let data) where acting.contains(data.activity):
        let count = history.effects.of(data.activity, data.attempt).count
        return count == 1 ? nil : "\(data.activity) succeeded, and took effect \(count) times"
      case .attemptSettled(let data) where acting.contains(data.activity):
        return isTrue(data, said, history)
          ? nil : "\(data.activity)#\(data.attempt) was settled as \(data.verdict) by mistake"
      default: return nil
      }
    }
  }

  private func isTrue(
    _ data: AttemptSettled, _ said: History.Submission, _ history: History
  ) -> Bool {
    let isBlock = history.blocks.contains(data.activity)
    // What a server has lost since it was pinned nobody can know yet.
    let since = said.isLate ? 0 : history.lastRepin(before: said.at)
    let own = history.effects.all.filter { effect in
      effect.attempt.activity == data.activity
        // A probe looks at the change, which an earlier attempt that failed may have made.
        && (effect.attempt.attempt == data.attempt
          || data.evidence == .probe && effect.attempt.attempt < data.attempt)
    }
    switch data.verdict {
    case .failed: return true
    case .done: return own.contains { $0.at < said.at && ($0.lostAt ?? .max) > since }
    case .again where isBlock && data.evidence == .probe:
      // The change's own probe is asked: what is there has not been undone.
      let subjects = history.undone(by: data.activity)
      return history.effects.all.contains { effect in
        subjects.contains(effect.attempt.activity) && (effect.lostAt ?? .max) > since
          && (effect.undoing?.at ?? .max) > said.at
      }
    case .again:
      return own.allSatisfy { effect in
        (effect.lostAt ?? .max) < said.at
          || data.evidence == .probe && (effect.undoing?.at ?? .max) < said.at
      }
    }
  }
}

/// Law 5: only the newest lease intends.
struct OnlyTheNewestDrives: Law {
  func breaches(in history: History) -> [String] {
    var newest = 0
    var breaches: [String] = []
    for entry in history.entries {
      if case .leaseTaken = entry.event { newest = entry.draft.epoch ?? 0 }
      guard case .attemptIntended(let data) = entry.event, entry.draft.epoch != newest else {
        continue
      }
      breaches.append("the driver of a lease before \(newest) intends \(data.activity)")
    }
    return breaches
  }
}

/// Law 6: what runs is what was pinned, or last taken in by an amendment, byte for byte.
struct WhatRanWasPinned: Law {
  func breaches(in history: History) -> [String] {
    let plans = ([history.runbook] + history.editions).map(Plan.init)
    return history.beginnings.filter { begun in
      // A stalled runner may begin, in vain, what it intended before an amendment.
      let intent = history.entries.firstIndex { entry in
        guard case .attemptIntended(let data) = entry.event else { return false }
        return data.activity == begun.activity && data.attempt == begun.attempt
      }
      let amendments = history.entries.prefix(intent ?? begun.durable).count { entry in
        if case .runbookAmended = entry.event { true } else { false }
      }
      return plans[amendments].activity(begun.activity)?.text != begun.text
    }.map { "\($0.activity) ran as “\($0.text)”" }
  }
}

/// Law 7: every answer was a person's.
struct NobodyApprovesByDefault: Law {
  func breaches(in history: History) -> [String] {
    var left = history.answers
    return history.entries.compactMap { entry in
      guard let answered = Self.answered(by: entry.event) else { return nil }
      guard entry.draft.epoch == nil, let place = left.firstIndex(of: answered) else {
        return "nobody answered \(answered)"
      }
      left.remove(at: place)
      return nil
    }
  }

  private static func answered(by event: Event) -> String? {
    if case .itemAnswered(let data) = event { return data.activity }
    if case .pivotPassed(let data) = event { return data.activity }
    return nil
  }
}

/// Law 8: no secret reaches the journal or the screen.
struct NoSecretIsShown: Law {
  func breaches(in history: History) -> [String] {
    var shown = history.shown
    var secret = history.secret
    let isShown = shown.withUTF8 { text in
      secret.withUTF8 { unsafe isFound($0, in: text) }
    }
    return isShown ? ["a secret was shown or recorded"] : []
  }

  // Every seed's whole text is searched: the C library does it many times faster than a debug build.
  private func isFound(
    _ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let beginning = word.baseAddress, var rest = text.baseAddress else { return false }
    let end = unsafe rest + text.count
    while unsafe end - rest >= word.count {
      guard
        let place = unsafe memchr(rest, Int32(beginning.pointee), (end - rest) - word.count + 1)
      else { return false }
      if unsafe memcmp(place, beginning, word.count) == 0 { return true }
      unsafe rest = UnsafePointer(place.assumingMemoryBound(to: UInt8.self)) + 1
    }
    return false
  }
}

/// Law 9: a change whose success is recorded never begins again.
struct SuccessIsFinal: Law {
  func breaches(in history: History) -> [String] {
    let acting = history.changes + history.blocks
    return history.submitted.compactMap { said in
      guard case .attemptSucceeded(let data) = said.event, acting.contains(data.activity),
        let next = history.beginnings.first(where: {
          $0.activity == data.activity && $0.attempt > data.attempt
        }), !isGone(data.activity, data.attempt, before: next.at, history)
      else { return nil }
      return "\(data.activity) began again after attempt \(data.attempt) had succeeded"
    }
  }
}

extension SuccessIsFinal {
  /// What a server has lost is done again on a person's word, and only then.
  private func isGone(
    _ activity: String, _ attempt: Int, before moment: Int, _ history: History
  ) -> Bool {
    let isAgreed = history.entries.contains { entry in
      guard case .attemptSettled(let data) = entry.event else { return false }
      return data.activity == activity && data.attempt == attempt && data.evidence == .person
        && data.verdict == .again
    }
    return isAgreed
      && history.effects.of(activity, attempt).allSatisfy { ($0.lostAt ?? .max) < moment }
  }
}

/// Law 10: every acknowledged entry is still there.
struct NothingIsLost: Law {
  func breaches(in history: History) -> [String] {
    let kept = Set(history.entries)
    let lost = history.acknowledged.filter { !kept.contains($0) }
    return lost.isEmpty ? [] : ["\(lost.count) acknowledged entries are gone or changed"]
  }
}

/// Law 10: no settled effect is repeated.
struct EffectsHappenOnce: Law {
  func breaches(in history: History) -> [String] {
    // A person may repeat by hand what was not recorded.
    let attempts = history.effects.all.map(\.attempt).filter { $0.attempt > 0 }
    let counts = Dictionary(grouping: attempts, by: \.self).filter { $0.value.count > 1 }
    return counts.keys.map { "attempt \($0.attempt) of \($0.activity) took effect twice" }
  }
}

/// What alters a database is sent by the one runner that holds it.
struct OnlyTheHolderSends: Law {
  func breaches(in history: History) -> [String] {
    history.unheld.map { "\($0) was sent without holding the database" }
  }
}

/// Once nothing goes wrong any more every run comes to its end, and no driver ends for no reason.
struct EveryRunEnds: Law {
  func breaches(in history: History) -> [String] { history.errors }
}
