/// What is known of one activity's effect while the entries are followed.
struct EffectTrace: Hashable, Sendable {
  /// The activity's id.
  let id: String
  /// Whether it never leaves anything behind, and why.
  var harmless: Effect.Basis?
  /// The attempt whose outcome is not known.
  private var open: Effect?
  /// What took effect or may have, one for each attempt or deed of a person.
  private var effects: [Effect] = []
  /// The last attempt that left nothing behind.
  private var none: Effect?
  /// Where each attempt's intent stands: effects come in the order of the intents.
  private var intents: [Int: Int] = [:]

  init(id: String) { self.id = id }

  /// What holds now; `nil` when nothing has been tried.
  var current: Effect? { open ?? effects.reduce(nil, Self.merged) ?? none }

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
  /// What an attempt left behind is not taken back by what a later one did or did not do; only by
  /// what is found out about itself, on a server that has lost it.
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
    case .none:
      none = new
      effects.removeAll { attempt != nil && $0.attempt == attempt }
    case .certain, .possible: effects.append(new)
    }
  }

  private static func merged(_ old: Effect?, _ new: Effect) -> Effect? {
    guard let old else { return new }
    var merged = old.certainty == .certain && new.certainty == .possible ? old : new
    merged.first = min(old.first, new.first)
    merged.last = max(old.last, new.last)
    return merged
  }
}
