/// Goes through the effects, newest first, and finds the way back of each.
struct RollbackWalk {
  let ways: WaysBack
  let catalog: ActivityCatalog
  let backups: Backups
  /// The sections that have their turn, each with the activity at whose place it runs.
  private var places: [String: String] = [:]
  /// The step whose section undid the effect before this one.
  private var current: String?

  init(ways: WaysBack, catalog: ActivityCatalog, backups: Backups) {
    self.ways = ways
    self.catalog = catalog
    self.backups = backups
  }

  /// The step of the activity, also of what was typed for it.
  func step(of id: String) -> String? {
    if let step = catalog.step(of: id) { return step }
    guard catalog.isTyped(id), let slash = id.lastIndex(of: "/") else { return nil }
    let step = String(id[..<slash])
    return step == "run" ? nil : step
  }

  mutating func next(_ id: String, _ effect: Effect) -> WayBack {
    switch effect.certainty {
    case .none: return .noEffect
    case .unknown:
      current = nil
      return .settleFirst
    case .certain, .possible: break
    }
    let step = catalog.step(of: id)
    let (way, section) = way(of: id, effect, step)
    if way.verdict != .nothing { current = section ? step : nil }
    return way
  }

  /// How the effect can be undone, and whether that is by its step's section.
  private mutating func way(
    of id: String, _ effect: Effect, _ step: String?
  ) -> (WayBack, bySection: Bool) {
    guard let activity = catalog.activity(id) else { return (.impossible(.removed), false) }
    if catalog.isTyped(id) { return (.impossible(.typed), false) }
    if activity.form == .drop { return (.tidied, false) }
    if activity.role == .remedy { return (.impossible(.remedy), false) }
    if let blocks = ways.fences(of: id) { return (.blocks(blocks), false) }
    guard let step else { return (.impossible(.unwritten), false) }
    if activity.role == .item, catalog.hasChange(in: step) { return (.answer, false) }
    let sections = ways.sections(of: step)
    if sections.count > 1 { return (.impossible(.alternatives(sections.map(\.title))), false) }
    if let section = sections.first { return bySection(section, of: step, id) }
    return (byFact(of: step, effect), false)
  }

  /// A section undoes its step as a whole: what took effect one after the other, and nothing between.
  private mutating func bySection(
    _ section: RollbackScope, of step: String, _ id: String
  ) -> (WayBack, bySection: Bool) {
    guard let place = places[step] else {
      places[step] = id
      return (.blocks(section.activities), true)
    }
    guard current == step else {
      return (.impossible(.between(section: section.title, other: place)), false)
    }
    return (.together(with: place), true)
  }

  private func byFact(of step: String, _ effect: Effect) -> WayBack {
    switch ways.fact(of: step) {
    case .noneNeeded: return .notNeeded
    case .irreversible(let reason): return .impossible(.document(reason: reason))
    case .covered(let other):
      switch backups.cover(by: other, before: effect.first) {
      case .foreseen: return .covered(step: other, event: nil)
      case .taken(let event): return .covered(step: other, event: event)
      case .missing: return .impossible(.notCovered(step: other))
      }
    case nil: return .impossible(.unwritten)
    }
  }
}
