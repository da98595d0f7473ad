import TemaeCore
import TestSupport
import Testing

/// What the plan knows of a backup that temae's own command took: from the entries alone.
struct RecordedBackupTests {
  private let undo = ["1": "none needed", "2": "covered by step 1", "4": "none needed"]

  /// Step 1 has taken the backup, and 2/b counts on it.
  private func trace(
    _ target: TargetIdentity = .sample, proof: BackupProof? = BackupSamples.proof()
  ) throws -> Trace {
    var runbook = RollbackSample.runbook(undo: undo)
    runbook.phases[0].steps[1].activities.removeFirst()
    var trace = Trace(unopened: runbook)
    var opened = RunOpened.sample(runbook, t0: nil, minute: 60_000_000)
    opened.targets = [PinnedTarget(database: "main", identity: .sample)]
    try trace.happen(.runOpened(opened), epoch: nil)
    try trace.happen(.leaseTaken(.sample(true)), epoch: 1)
    try trace.intend("1/backup")
    try trace.happen(
      .backupTaken(BackupTaken(activity: "1/backup", attempt: 1, backup: backup(target))))
    if let proof {
      try trace.happen(
        .backupVerified(
          BackupVerified(
            activity: "1/backup", attempt: 1, backup: backup(target), proof: proof)))
    }
    try trace.happen(.attemptSucceeded(.sample("1/backup", 1)))
    try trace.succeed("2/b")
    return trace
  }

  private func backup(_ target: TargetIdentity) -> BackupSummary {
    var backup = BackupSamples.summary
    backup.target = target
    return backup
  }

  private func covered(_ plan: RollbackPlan) throws -> RollbackPlan.Item {
    try #require(plan.items.first { $0.activity == "2/b" })
  }

  @Test func `a verified backup says how long a restore takes, and by when to decide`() throws {
    let plan = RollbackSample.plan(try trace())
    #expect(plan.backup?.recorded?.backup.path == BackupSamples.summary.path)
    #expect(try plan.expectedSeconds(of: covered(plan)) == 35)
    #expect(plan.restoreSeconds == 35 && plan.expectedSeconds == 35)
    let end = Instant(microseconds: 1_900_003_600_000_000)
    guard case .by(let instant, let span) = LatestDecision(plan, plannedEnd: end) else {
      Issue.record("the latest decision is not known")
      return
    }
    #expect(instant == end.advanced(bySeconds: -35))
    #expect(span.blocks == .none && span.restoreSeconds == 35)
  }

  @Test(arguments: [nil, BackupSamples.proof(findingCount: 2)])
  func `one that nothing has found equal says nothing`(proof: BackupProof?) throws {
    let plan = RollbackSample.plan(try trace(proof: proof))
    #expect(plan.backup?.recorded != nil)
    #expect(try plan.expectedSeconds(of: covered(plan)) == nil && plan.expectedSeconds == nil)
    let end = Instant(microseconds: 1_900_003_600_000_000)
    #expect(
      LatestDecision(plan, plannedEnd: end)
        == .unknown("nothing has measured a restore, which 2/b needs"))
  }

  @Test func `the last proof counts, and the first word names the step`() throws {
    var trace = try trace()
    try trace.intend("3/a")
    try trace.happen(
      .backupVerified(
        BackupVerified(
          activity: "3/a", attempt: 1, backup: backup(.sample),
          proof: BackupSamples.proof(findingCount: 1))))
    let plan = RollbackSample.plan(trace)
    #expect(plan.backup?.step == "1" && plan.backup?.recorded?.proof?.findingCount == 1)
    #expect(plan.restoreSeconds == nil)
  }

  @Test func `the blocks' limits and the restore are added up`() throws {
    var trace = try trace()
    for id in ["3/a", "3/b"] { try trace.succeed(id) }
    // The section of step 3 has no limits.
    #expect(RollbackSample.plan(trace).expectedSeconds == nil)
    #expect(
      LatestDecision(RollbackSample.plan(trace), plannedEnd: trace.now)
        == .unknown("nothing has measured how long it takes, and not all its blocks have limits"))
  }

  @Test func `a backup of another database than the run's is none of its backups`() throws {
    var other = TargetIdentity.sample
    other.database = "coffee"
    var opened = try trace(other)
    #expect(RollbackSample.plan(opened).backup?.recorded == nil)
    #expect(RollbackSample.plan(opened).restoreSeconds == nil)
    opened = try trace()
    #expect(RollbackSample.plan(opened).backup?.recorded != nil)
  }

  @Test func `a backup that the document does not count on is known too`() throws {
    var trace = try Trace(RollbackSample.runbook())
    try trace.intend("1/backup")
    try trace.happen(
      .backupTaken(BackupTaken(activity: "1/backup", attempt: 1, backup: backup(.sample))))
    try trace.happen(.attemptSucceeded(.sample("1/backup", 1)))
    let known = try #require(RollbackSample.plan(trace).backup)
    #expect(known.step == "1" && known.recorded?.backup == backup(.sample))
  }

  @Test func `what the plan follows from is in the state's digest`() throws {
    #expect(try trace().state.encoding != trace(proof: nil).state.encoding)
  }
}
