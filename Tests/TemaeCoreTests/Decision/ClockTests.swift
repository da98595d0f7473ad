import TestSupport
import Testing

@testable import TemaeCore

/// What lasts so many seconds goes by the boot clock: the wall clock may be set a day back or forth.
struct ClockTests {
  private static let day = 86_400

  /// A run whose only activity has failed and is to be tried again a minute later.
  private func failed() throws -> Trace {
    var trace = try Trace(
      .sample([
        .sample(
          "1",
          [
            .shell("1/a") {
              $0.retries = 2
              $0.backoffSeconds = 60
            }
          ])
      ]))
    try trace.fail("1/a")
    return trace
  }

  @Test(arguments: [-day, 0, day])
  func `a back-off lasts as long as it says, wherever the wall clock jumps`(seconds: Int) throws {
    let trace = try failed()
    let ended = try #require(trace.entries.last).draft.bootMicroseconds
    let now = trace.now.advanced(bySeconds: seconds)
    let early = trace.state.decide(at: now, boot: ended + 59_000_000)
    #expect(early == .wait(until: now.advanced(bySeconds: 1), stage: "1/a"))
    let due = trace.state.decide(at: now, boot: ended + 60_000_000)
    #expect(due == .start(activity: "1/a", attempt: 2))
  }

  @Test func `after another start of the machine a back-off is counted from the new lease`() throws
  {
    var trace = try failed()
    let lease = LeaseTaken(
      boot: "boot-2", honoursSchedule: true, machine: "machine-1", processID: 1, startTicks: "1")
    try trace.happen(.leaseTaken(lease), epoch: 2)
    let taken = try #require(trace.entries.last).draft.bootMicroseconds
    let now = trace.now.advanced(bySeconds: -Self.day)
    #expect(
      trace.state.decide(at: now, boot: taken + 1_000_000)
        == .wait(until: now.advanced(bySeconds: 59), stage: "1/a"))
    #expect(
      trace.state.decide(at: now, boot: taken + 60_000_000) == .start(activity: "1/a", attempt: 2))
  }

  @Test func `a takeover within the same start of the machine goes on counting`() throws {
    var trace = try failed()
    let ended = try #require(trace.entries.last).draft.bootMicroseconds
    try trace.takeOver()
    #expect(
      trace.state.decide(at: trace.now, boot: ended + 60_000_000)
        == .start(activity: "1/a", attempt: 2))
  }

  @Test(arguments: [-day, 0, day])
  func `a watch runs for as long as it says, wherever the wall clock jumps`(seconds: Int) throws {
    var trace = try Trace(
      .sample([
        .sample(
          "1", [.shell("1/see", .watch) { $0.forSeconds = 30 }, .shell("1/a"), .item("1/ok")])
      ]))
    try trace.intend("1/see")
    let began = try #require(trace.entries.last).draft.bootMicroseconds
    try trace.succeed("1/a")
    let now = trace.now.advanced(bySeconds: seconds)
    #expect(
      trace.state.decide(at: now, boot: began + 29_000_000) == .ask(.item(activity: "1/ok")))
    #expect(
      trace.state.decide(at: now, boot: began + 30_000_000)
        == .endWatch(activity: "1/see", attempt: 1))
  }

  @Test func `a planned instant is the wall clock's`() throws {
    let start = Instant(microseconds: 1_900_000_000_000_000).advanced(bySeconds: 3600)
    let trace = try Trace(.sample([.sample("1", at: 0, [.shell("1/a")])]), t0: start)
    #expect(trace.state.decide(at: trace.now, boot: 0) == .wait(until: start, stage: "1"))
    #expect(trace.state.decide(at: start, boot: 0) == .start(activity: "1/a", attempt: 1))
  }
}
