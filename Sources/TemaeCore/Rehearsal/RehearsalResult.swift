/// What a rehearsal found: step by step, whether the way back led to where the copy had been.
///
/// A pure function of what the copy was like before, after each step that may alter it, and at the
/// end, and of what the rollback did. A difference that is left is put down to every step that had
/// altered that object.
public struct RehearsalResult: Hashable, Sendable {
  /// What became of a step.
  public enum Verdict: Hashable, Sendable {
    /// It altered nothing in the database.
    case nothing
    /// All that it altered is as it was.
    case undone
    /// Its way back was taken, and left these differences.
    case differs([RehearsalDifference])
    /// These of its activities were not undone, with the reasons; and the differences that are left.
    case notUndone([Left], [RehearsalDifference])
    /// Nothing in it that may alter anything was carried out.
    case notRehearsed

    /// The verdict in one word.
    public var word: RehearsalVerdict {
      switch self {
      case .nothing: .nothing
      case .undone: .undone
      case .differs: .differs
      case .notUndone: .notUndone
      case .notRehearsed: .notRehearsed
      }
    }
  }

  /// An activity that was not undone.
  public struct Left: Hashable, Sendable {
    /// The activity.
    public var activity: String
    /// What the plan says of it.
    public var way: WayBack
  }

  /// One step.
  public struct Step: Hashable, Sendable {
    /// Its id and its title.
    public var id: String, title: String
    /// How long it took on the way forward, in microseconds.
    public var microseconds: Int
    /// How many objects it altered.
    public var alteredCount: Int
    /// What became of it.
    public var verdict: Verdict
  }

  /// One step's part of the way forward, as it was observed.
  public struct Passage: Hashable, Sendable {
    /// The step's id and its title.
    public var id: String, title: String
    /// How long it took, in microseconds.
    public var microseconds: Int
    /// What the copy was like after it.
    public var look: RehearsalLook

    /// Makes it from its parts.
    public init(id: String, title: String, microseconds: Int, look: RehearsalLook) {
      self.id = id
      self.title = title
      self.microseconds = microseconds
      self.look = look
    }
  }

  /// The steps that may alter something, in their order.
  public let steps: [Step]
  /// Differences in objects that no step had altered: the rollback itself made them.
  public let strange: [RehearsalDifference]
  /// Sequences that stand elsewhere than at the beginning, in words.
  public let moved: [String]

  /// Compares.
  ///
  /// - Parameters:
  ///   - stages: The parts of the runbook that may alter something, in their order.
  ///   - start: What the copy was like before everything.
  ///   - passages: Those that were carried out, in their order.
  ///   - end: What it was like after the rollback.
  ///   - plan: The rollback's plan after it was carried out.
  public init(
    of stages: [Plan.Stage], start: RehearsalLook, passages: [Passage], end: RehearsalLook,
    plan: RollbackPlan
  ) {
    let (left, moved) = end.differences(from: start)
    self.moved = moved
    var before = start
    var seen: [String: Step] = [:]
    var explained: Set<[UInt8]> = []
    for passage in passages {
      let altered = Set(
        passage.look.differences(from: before).objects.map { Array($0.object.utf8) })
      explained.formUnion(altered)
      let differences = left.filter { altered.contains(Array($0.object.utf8)) }
      let items = plan.items.filter { $0.step == passage.id && $0.verdict != .nothing }
        .map { Left(activity: $0.activity, way: $0.way) }
      seen[passage.id] = Step(
        id: passage.id, title: passage.title, microseconds: passage.microseconds,
        alteredCount: altered.count, verdict: Self.verdict(altered, differences, items))
      before = passage.look
    }
    steps = stages.map { stage in
      seen[stage.id]
        ?? Step(
          id: stage.id, title: stage.title, microseconds: 0, alteredCount: 0,
          verdict: .notRehearsed)
    }
    strange = left.filter { !explained.contains(Array($0.object.utf8)) }
  }

  private static func verdict(
    _ altered: Set<[UInt8]>, _ differences: [RehearsalDifference], _ items: [Left]
  ) -> Verdict {
    if !items.isEmpty { return .notUndone(items, differences) }
    if !differences.isEmpty { return .differs(differences) }
    return altered.isEmpty ? .nothing : .undone
  }

  /// Whether the copy is as it was; what was not rehearsed altered nothing.
  public var isUndone: Bool {
    strange.isEmpty
      && steps.allSatisfy {
        switch $0.verdict {
        case .nothing, .undone, .notRehearsed: true
        case .differs, .notUndone: false
        }
      }
  }
}
