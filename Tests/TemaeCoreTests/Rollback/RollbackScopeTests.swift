import TestSupport
import Testing

@testable import TemaeCore

/// Sections that undo a step as a whole, and scopes that a person chooses.
@Suite("Rollback plans and scopes")
struct RollbackScopeTests {
  @Test func `a section undoes only what nothing came between`() throws {
    var runbook = RollbackSample.runbook()
    let fence = Activity.shell("3/undo", .rollback, of: "3/a")
    runbook.phases[0].steps[2].activities.insert(.shell("3/0"), at: 0)
    runbook.rollbackScopes.append(
      RollbackScope(title: "Step 3", line: 300, step: "3", activities: [fence]))
    var trace = try Trace(runbook)
    for id in ["1/backup", "2/a", "2/b", "3/0", "3/a", "3/b"] { try trace.succeed(id) }
    let ways = RollbackSample.ways(RollbackSample.plan(trace))
    #expect(ways["3/a"] == .blocks([fence]))
    #expect(ways["3/0"] == .impossible(.between(section: "Undo", other: "3/b")))
  }

  @Test func `a change's probe tells of the one block that undoes it, and of no other`() throws {
    var runbook = RollbackSample.runbook()
    var trace = try Trace(runbook)
    for id in ["1/backup", "2/a", "3/b"] { try trace.succeed(id) }
    #expect(RollbackSample.plan(trace).changeUndone(by: "2/3") == "2/a")
    #expect(RollbackSample.plan(trace).changeUndone(by: "rollback/2") == nil, "an item too")
    runbook.rollbackScopes[1].activities.removeFirst()
    trace = try Trace(runbook)
    for id in ["1/backup", "2/a", "3/b"] { try trace.succeed(id) }
    #expect(RollbackSample.plan(trace).changeUndone(by: "rollback/2") == "3/b")
    try trace.succeed("3/a")
    #expect(RollbackSample.plan(trace).changeUndone(by: "rollback/2") == nil, "3/a too")
  }

  @Test func `alternatives are a person's choice`() throws {
    var runbook = RollbackSample.runbook()
    let other = RollbackScope(
      title: "Or so", line: 360, step: "3", activities: [.shell("rollback/4", .rollback)])
    runbook.rollbackScopes.append(other)
    var trace = try Trace(runbook)
    for id in ["1/backup", "2/a", "2/b", "3/a", "3/b"] { try trace.succeed(id) }
    #expect(
      RollbackSample.ways(RollbackSample.plan(trace))["3/b"]
        == .impossible(.alternatives(["Undo", "Or so"])))
    let plan = RollbackSample.plan(trace, scope: other)
    #expect(RollbackSample.ways(plan)["3/b"] == .blocks(other.activities))
    #expect(plan.scope?.undone == ["3/b", "3/a"])
    #expect(plan.scope?.left == ["2/b", "2/a", "1/backup"])
    #expect(plan.scope?.leftAbove == [])
  }

  @Test func `a scope says what is left above what it undoes, and one of the run nothing`() throws {
    var trace = try Trace(RollbackSample.runbook())
    for id in ["1/backup", "2/a", "2/b"] { try trace.succeed(id) }
    let scopes = RollbackSample.runbook().rollbackScopes
    let own = RollbackSample.plan(trace, scope: scopes[0]).scope
    #expect(own?.undone == ["2/a"])
    #expect(own?.left == ["2/b", "1/backup"])
    #expect(own?.leftAbove == ["2/b"])
    let whole = RollbackSample.plan(trace, scope: scopes[2]).scope
    #expect(whole?.undone == nil && whole?.left == nil)
  }

  @Test func `a scope of the run that names its steps undoes what happened in them`() throws {
    var runbook = RollbackSample.runbook()
    runbook.rollbackScopes[2].undoes = ["2", "3", "4"]
    var trace = try Trace(runbook)
    for id in ["1/backup", "2/a", "2/b"] { try trace.succeed(id) }
    let scope = runbook.rollbackScopes[2]
    let foreseen = RollbackSample.plan(trace, scope: scope).scope
    #expect(foreseen?.undone == ["2/b", "2/a"])
    #expect(foreseen?.left == ["1/backup"])
    #expect(foreseen?.leftAbove == [])
    try trace.command(.rollBack(scope: scope, upTo: nil, keepsGoing: false, reason: nil))
    try trace.happen(.rollbackPlanned(.sample), epoch: 1)
    try trace.succeed("rollback/3")
    #expect(trace.state.rollbackEnd.left == 1)
    // Whoever goes back further later finds it undone.
    let ways = RollbackSample.ways(RollbackPlan(of: trace.state))
    #expect(ways["2/a"] == .undone(by: scope.activities))
    #expect(ways["2/b"] == .undone(by: scope.activities))
    #expect(ways["1/backup"] == .impossible(.unwritten))
  }
}
