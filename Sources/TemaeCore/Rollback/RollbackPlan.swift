/// What a rollback would do, worked out from nothing but the runbook and the journal.
///
/// For every activity that took effect or may have, newest effect first, it says what would be done
/// about it and why. Before a run it says the same of the document alone.
public struct RollbackPlan: Hashable, Sendable {
  /// What a rollback would do about one activity.
  public struct Item: Hashable, Sendable {
    /// The activity; one that an amendment took out has only its id.
    public var activity: String
    /// The step that it belongs to; `nil` for what belongs to none.
    public var step: String?
    /// What it did to the world.
    public var effect: Effect
    /// How that can be undone.
    public var way: WayBack

    /// What a rollback would do.
    public var verdict: RollbackVerdict { way.verdict }

    /// Whether it happened in one of these steps.
    func isIn(_ steps: [String]) -> Bool { step.map(steps.contains) ?? false }

    /// What would be carried out at its turn, in this order.
    public var blocks: [Activity] {
      if case .blocks(let blocks) = way { return blocks }
      return []
    }
  }

  /// A backup that the document counts on, or that a command of the run has spoken of.
  public struct Backup: Hashable, Sendable {
    /// The step that takes it.
    public var step: String
    /// When the step ended well; `nil` where it has not, or the document does not count on it.
    public var takenAt: Instant?
    /// The event that says so; of a backup that the document does not count on, the one that names it.
    public var event: Int?
    /// What temae's own command said of it; `nil` where another program takes it.
    public var recorded: RecordedBackup?
  }

  /// One of the document's own ways back, and what it undoes.
  public struct Scope: Hashable, Sendable {
    /// The scope.
    public var scope: RollbackScope
    /// What it undoes, and what took effect and is left; `nil` where the document does not say.
    public var undone: [String]?, left: [String]?
    /// What is left although it took effect after something that the scope undoes.
    public var leftAbove: [String]
  }

  /// Whether it was made from the document alone, as if all of it had been carried out.
  public let isForeseen: Bool
  /// For every activity that took effect or may have, newest effect first.
  public private(set) var items: [Item]
  /// Changes of the document that have not been tried.
  public let notBegun: [String]
  /// The newest backup; `nil` when the document counts on none, and the run knows of none.
  public let backup: Backup?
  /// What a restore took, in seconds, of the backup of each step that has one that was verified.
  let restoreSecondsOfStep: [String: Int]
  /// The backup that a person points to, or what its directory says of the newest one.
  let pointed: KnownBackup?
  /// The step from which the run only goes forward; `nil` when the document names none.
  public private(set) var pointOfNoReturn: PointOfNoReturn?
  /// Every way back that the document describes.
  public let scopes: [RollbackScope]
  /// The scope that was asked for.
  public let scope: Scope?

  /// The rehearsal that is known of; `nil` where none is.
  public let rehearsal: Rehearsal?

  /// Makes the plan of a run.
  ///
  /// - Parameters:
  ///   - state: the run as it stands.
  ///   - scope: the document's own way back that was asked for.
  ///   - step: the step whose end the run goes back to; `nil` for its beginning.
  ///   - pointed: the backup that a person points to.
  public init(
    of state: RunState, scope: RollbackScope? = nil, upTo step: String? = nil,
    backup pointed: KnownBackup? = nil
  ) {
    let history = state.effects
    let backups = Backups(of: state, history)
    let start = state.rollback?.start ?? .max
    let effects = history.traces.compactMap { trace in
      trace.current.map { (id: trace.id, effect: $0) }
    }.filter { $0.effect.first < start }
    var catalog = ActivityCatalog(of: state.runbook, state.plan)
    for activity in state.added { catalog.addTyped(activity.id) }
    self.init(
      effects, of: state.runbook, catalog, backups, scope: scope, isForeseen: false,
      rehearsal: Rehearsal(state.opened?.rehearsal, state.runbook, state.files), pointed)
    items = progress(in: state, upTo: step)
    pointOfNoReturn = state.pointOfNoReturn
  }

  /// Makes the plan of a document, as if all of it had been carried out.
  ///
  /// - Parameters:
  ///   - runbook: the document.
  ///   - scope: the document's own way back that was asked for.
  ///   - rehearsal: what was rehearsed of the document.
  ///   - pointed: the backup that a person points to.
  public init(
    of runbook: Runbook, scope: RollbackScope? = nil, rehearsal: RehearsalRecord? = nil,
    backup pointed: KnownBackup? = nil
  ) {
    let catalog = ActivityCatalog(of: runbook)
    let ids = Plan(of: runbook).stages.flatMap(\.activities).map(\.id)
    let effects = ids.filter(catalog.mayChangeTheWorld).enumerated().map { place, id in
      let basis = catalog.activity(id)?.harmlessness ?? .foreseen
      return (id: id, effect: Effect(basis: basis, first: place, last: place))
    }
    self.init(
      effects, of: runbook, catalog, Backups(of: runbook), scope: scope, isForeseen: true,
      rehearsal: Rehearsal(rehearsal, runbook, runbook.files.map(FileRecord.init)), pointed)
  }

  private init(
    _ effects: [(id: String, effect: Effect)], of runbook: Runbook, _ catalog: ActivityCatalog,
    _ backups: Backups, scope: RollbackScope?, isForeseen: Bool, rehearsal: Rehearsal?,
    _ pointed: KnownBackup?
  ) {
    var walk = RollbackWalk(
      ways: WaysBack(of: runbook, chosen: scope), catalog: catalog, backups: backups)
    let items = effects.sorted { $0.effect.last > $1.effect.last }.map { id, effect in
      Item(activity: id, step: walk.step(of: id), effect: effect, way: walk.next(id, effect))
    }
    let known = Set(effects.map(\.id))
    self.items = items
    self.isForeseen = isForeseen
    self.rehearsal = rehearsal
    notBegun = Plan(of: runbook).stages.flatMap(\.activities)
      .filter { $0.role.mayWrite && !known.contains($0.id) }.map(\.id)
    backup = backups.newest
    restoreSecondsOfStep = backups.restoreSecondsOfStep
    self.pointed = pointed
    pointOfNoReturn = runbook.pointOfNoReturn
    scopes = runbook.rollbackScopes
    self.scope = scope.map { Scope($0, among: items) }
  }

  /// What is settled before anything is undone.
  public var unsettled: [String] { items.filter { $0.verdict == .unsettled }.map(\.activity) }

  /// What cannot be undone, or nobody wrote down how.
  public var irreversible: [String] { items.filter { $0.verdict == .irreversible }.map(\.activity) }

  /// What took effect or may have, and is not undone.
  public var left: [String] {
    items.filter { $0.verdict != .nothing }.map(\.activity)
  }

  /// The blocks and items that would be carried out, in their order.
  public var compensations: [Activity] {
    items.flatMap(\.blocks)
  }

  /// After how long the blocks are ended, one after the other; `nil` where not all have a limit.
  public var limitSeconds: Int? {
    let blocks = compensations
    let limits = blocks.compactMap(\.settings.timeoutSeconds)
    return blocks.isEmpty || limits.count < blocks.count ? nil : limits.reduce(0, +)
  }
}

extension Effect {
  /// An effect that no entry tells of.
  fileprivate init(basis: Basis, first: Int, last: Int) {
    self.init(basis: basis, attempt: nil, evidence: nil, first: first, last: last)
  }
}

extension RollbackPlan.Scope {
  fileprivate init(_ scope: RollbackScope, among items: [RollbackPlan.Item]) {
    self.init(scope: scope, undone: nil, left: nil, leftAbove: [])
    guard let undone = Self.undone(by: scope, among: items) else { return }
    let rest = items.filter { $0.verdict != .nothing && !undone.contains($0.activity) }
    let oldest = items.last { undone.contains($0.activity) }?.effect.last ?? .max
    self.undone = items.map(\.activity).filter(undone.contains)
    left = rest.map(\.activity)
    leftAbove = rest.filter { $0.effect.last > oldest }.map(\.activity)
  }

  /// A step's scope undoes what the plan undoes by its blocks; one of the whole run what happened in
  /// the steps that it names.
  private static func undone(
    by scope: RollbackScope, among items: [RollbackPlan.Item]
  ) -> Set<String>? {
    guard scope.step != nil else {
      return scope.undoes.map { steps in
        Set(items.filter { $0.isIn(steps) && $0.verdict != .nothing }.map(\.activity))
      }
    }
    let blocks = Set(scope.activities.map(\.id))
    var undone: Set<String> = []
    for item in items {
      switch item.way {
      case .blocks(let own):
        if own.contains(where: { blocks.contains($0.id) }) { undone.insert(item.activity) }
      case .together(let other): if undone.contains(other) { undone.insert(item.activity) }
      case .undone(let own):
        if own.contains(where: { blocks.contains($0.id) }) { undone.insert(item.activity) }
      case .noEffect, .settleFirst, .notNeeded, .answer, .tidied, .covered, .impossible,
        .undoneByHand, .kept:
        break
      }
    }
    return undone
  }
}
