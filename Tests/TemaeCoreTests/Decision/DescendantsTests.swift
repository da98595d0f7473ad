import TemaeCore
import TestSupport
import Testing

@Suite("What a command leaves at work")
struct DescendantsTests {
  /// A run whose first activity has ended and left something at work.
  private func left() throws -> Trace {
    var trace = try Trace(.sample([.sample("1", [.shell("1/a"), .shell("1/b")])]))
    try trace.succeed("1/a")
    try trace.happen(.descendantsAlive(DescendantsAlive(activity: "1/a", attempt: 1)))
    return trace
  }

  private let waiting = Decision.awaitDescendants(activity: "1/a", attempt: 1)

  @Test func `nothing starts beside it, also for the next driver, until it has ended`() throws {
    var trace = try left()
    #expect(trace.state.decide(at: trace.now) == waiting)
    try trace.takeOver()
    #expect(trace.state.decide(at: trace.now) == waiting)
    try trace.happen(.descendantsEnded(DescendantsEnded(activity: "1/a", attempt: 1)))
    #expect(trace.state.decide(at: trace.now) == .start(activity: "1/b", attempt: 1))
    #expect(trace.state.deviations == 0)
  }

  @Test func `a person may want it ended, which is waited for`() throws {
    var trace = try left()
    try trace.command(.end(activity: "1/a", reason: commitment("in the way")))
    #expect(trace.state.activity("1/a")?.descendants == .toEnd)
    #expect(trace.state.decide(at: trace.now) == waiting)
  }

  @Test func `a person may go on beside it, which is a deviation`() throws {
    var trace = try left()
    try trace.command(.overrule(subject: "1/a", reason: commitment("it is the service")))
    #expect(trace.state.deviations == 1)
    #expect(trace.state.decide(at: trace.now) == .start(activity: "1/b", attempt: 1))
  }

  @Test func `where nothing is left, there is nothing to end or to overrule`() throws {
    var trace = try left()
    let reason = commitment("x")
    for command in [
      Command.end(activity: "1/b", reason: reason), .overrule(subject: "1/b", reason: reason),
    ] {
      #expect(throws: Rejection.self) { try trace.command(command) }
    }
  }

  @Test func `a command at work may be ended too, and nothing is left behind by that`() throws {
    func atWork(_ activity: Activity) throws -> Trace {
      var trace = try Trace(.sample([.sample("1", [activity])]))
      try trace.intend("1/a")
      return trace
    }
    let end = Command.end(activity: "1/a", reason: commitment("too long"))
    var trace = try atWork(.shell("1/a"))
    try trace.command(end)
    #expect(trace.state.activity("1/a")?.descendants == nil)
    #expect(trace.state.activity("1/a")?.phase == .intended, "only its end leads on")
    for activity in [Activity.sql("1/a"), .shell("1/a", .watch)] {
      var trace = try atWork(activity)
      #expect(throws: Rejection.self) { try trace.command(end) }
    }
  }

  @Test func `what failed is not tried again beside what it left`() throws {
    var trace = try Trace(.sample([.sample("1", [.shell("1/a") { $0.retries = 3 }])]))
    try trace.fail("1/a")
    try trace.happen(.descendantsAlive(DescendantsAlive(activity: "1/a", attempt: 1)))
    #expect(trace.state.decide(at: trace.now) == waiting)
  }
}
