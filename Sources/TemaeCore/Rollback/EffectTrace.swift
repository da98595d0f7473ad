/// What is known of one activity's effect while the entries are followed.
struct EffectTrace: Hashable, Sendable {
  /// The activity's id.
  let id: String
  /// Whether it never leaves anything behind, and why.
  var harmless: Effect.Basis?
  /// The attempt whose outcome is not known.
  private var open: Effect?
  /// What took effect or may have, over all attempts.
  private var effect: Effect?
  /// The last attempt that left nothing behind.
  private var none: Effect?
  /// Where each attempt's intent stands: effects come in the order of the intents.
  private var intents: [Int: Int] = [:]

  init(id: String) { self.id = id }

  /// What holds now; `nil` when nothing has been tried.
  var current: Effect? { open ?? effect ?? none }

  /// An attempt may begin.
  mutating func intend(_ attempt: Int, _ sequence: Int) {
    intents[attempt] = sequence
    if let harmless {
      none = Effect(
        basis: harmless, attempt: attempt, evidence: sequence, first: sequence, last: sequence)
    } else {
      open = Effect(
        basis: .open, attempt: attempt, evidence: sequence, first: sequence, last: sequence)
    }
  }

  /// Something is known of an attempt, or was done by a person.
  ///
  /// What an attempt left behind is not taken back by what a later one did or did not do.
  mutating func learn(_ basis: Effect.Basis, of attempt: Int?, _ sequence: Int) {
    // What a person did outside temae is not rolled back by any server.
    guard harmless == nil || attempt == nil else { return }
    let place = attempt.flatMap { intents[$0] } ?? sequence
    let new = Effect(
      basis: basis, attempt: attempt, evidence: sequence, first: place, last: place)
    let isLate = basis == .late
    if !isLate, attempt == nil || open?.attempt == attempt { open = nil }
    switch new.certainty {
    case .unknown: open = new
    case .none: none = new
    case .certain, .possible: merge(new)
    }
  }

  private mutating func merge(_ new: Effect) {
    guard let old = effect else {
      effect = new
      return
    }
    var merged = old.certainty == .certain && new.certainty == .possible ? old : new
    merged.first = min(old.first, new.first)
    merged.last = max(old.last, new.last)
    effect = merged
  }
}
