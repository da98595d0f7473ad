import TemaeCore
import TestSupport
import Testing

/// Random runbooks, random histories, and a world in which every plan is carried out.
@Suite("Rollback plans of random runs")
struct RollbackPropertyTests {
  @Test(arguments: 0..<400 as Range<UInt64>)
  func `the plan covers what took effect or may have, and nothing else`(seed: UInt64) throws {
    var world = try Self.world(seed)
    try world.drive(steps: Int(seed % 60))
    let plan = RollbackPlan(of: world.trace.state)
    let unsettled = Set(plan.unsettled)
    let acting = Set(plan.items.filter { $0.way != .noEffect }.map(\.activity))
    #expect(acting.subtracting(unsettled) == world.possible.subtracting(unsettled), "seed \(seed)")
    let open = world.trace.state.activities.filter { known in
      let activity = world.trace.state.definition(known.id)
      return (known.phase.isOpen || known.phase == .unknown) && activity?.role.mayWrite == true
        && activity?.settings.isDiscarded == false
    }
    #expect(unsettled == Set(open.map(\.id)), "seed \(seed)")
    #expect(Set(plan.items.map(\.activity)).count == plan.items.count, "seed \(seed)")
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func `carried out, it leaves of the world only what it says`(seed: UInt64) throws {
    var world = try Self.world(seed)
    try world.drive(steps: Int(seed % 60))
    let plan = RollbackPlan(of: world.trace.state)
    let (left, errors) = world.rolledBack(by: plan)
    #expect(errors == [], "seed \(seed)")
    let kept = Set(plan.items.filter { $0.verdict != .compensate }.map(\.activity))
    #expect(left.filter { !kept.contains($0) } == [], "seed \(seed)")
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `where everything has a way back, the world is as it was`(seed: UInt64) throws {
    var world = try Self.world(seed, isWhole: true)
    try world.drive(steps: 400, typesCommands: false)
    #expect(world.trace.state.status == .completed)
    let plan = RollbackPlan(of: world.trace.state)
    #expect(plan.irreversible == [] && plan.unsettled == [])
    let (left, errors) = world.rolledBack(by: plan)
    #expect(errors == [] && left == [], "seed \(seed)")
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `leases that come and go change nothing`(seed: UInt64) throws {
    var world = try Self.world(seed)
    try world.drive(steps: Int(seed % 40))
    let before = RollbackPlan(of: world.trace.state)
    var trace = world.trace
    guard !trace.state.status.isEnded else { return }
    for _ in 0..<3 {
      try trace.happen(.leaseReleased(LeaseReleased()))
      try trace.takeOver(honoursSchedule: seed.isMultiple(of: 2))
    }
    #expect(RollbackPlan(of: trace.state) == before, "seed \(seed)")
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func `a rollback leaves of the world only what it says`(seed: UInt64) throws {
    var world = try Self.world(seed)
    try world.drive(steps: Int(seed % 60))
    guard try world.goBack(keepsGoing: seed.isMultiple(of: 3)) else { return }
    let left = world.trace.state.rollbackPlan.left
    #expect(Set(world.layers).subtracting(left).subtracting(world.harmless) == [], "seed \(seed)")
    #expect(world.trace.state.rollback?.end?.left == left.count, "seed \(seed)")
    // What was left is tried again by the next rollback.
    guard try world.goBack(keepsGoing: false, mayLeave: false) else { return }
    let irreversible = world.trace.state.rollbackPlan.items.filter {
      if case .impossible(.document) = $0.way { true } else { false }
    }
    #expect(world.trace.state.rollbackPlan.left == irreversible.map(\.activity), "seed \(seed)")
    let rest = Set(world.layers).subtracting(irreversible.map(\.activity))
    #expect(rest.subtracting(world.harmless) == [], "seed \(seed)")
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `where everything has a way back, a rollback makes the world as it was`(
    seed: UInt64
  ) throws {
    var world = try Self.world(seed, isWhole: true)
    try world.drive(steps: 400, typesCommands: false)
    guard try world.goBack(keepsGoing: false, mayLeave: false) else { return }
    #expect(world.trace.state.rollback?.end?.isWhole == true, "seed \(seed)")
    #expect(world.layers == [], "seed \(seed)")
    // Folding the entries anew gives the same state.
    var replayed = world.trace.state.beginning
    for entry in world.trace.entries { try replayed.apply(entry) }
    #expect(replayed == world.trace.state, "seed \(seed)")
  }

  @Test func `the random runs come to every verdict and every kind of way`() throws {
    var verdicts: Set<RollbackVerdict> = []
    var together = 0
    for seed in 0..<200 as Range<UInt64> {
      var world = try Self.world(seed)
      try world.drive(steps: Int(seed % 60))
      let plan = RollbackPlan(of: world.trace.state)
      verdicts.formUnion(plan.items.map(\.verdict))
      together += plan.items.count { if case .together = $0.way { true } else { false } }
    }
    #expect(verdicts == Set(RollbackVerdict.allCases))
    #expect(together > 10)
  }

  /// A world before its first step; `isWhole` where every change has a way back.
  private static func world(_ seed: UInt64, isWhole: Bool = false) throws -> RollbackWorld {
    var random = SplitMix64(seed: seed)
    return try RollbackWorld(.undoable(&random, isWhole: isWhole), seed: seed)
  }
}
