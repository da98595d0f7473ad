import TemaeCore
import TestSupport
import Testing

@Suite("Watches")
struct WatchTests {
  private static let start = Instant(microseconds: 1_900_000_000_000_000)

  private func runbook(success: Bool = false) -> Runbook {
    .sample(
      [
        .sample("1", at: 0, [.shell("1/see", .watch) { $0.untilOffset = 20 }, .shell("1/a")]),
        .sample("2", at: 10, [.item("2/ok")]), .sample("3", at: 20, [.shell("3/a")]),
      ], success: success ? [.item("success/1")] : [])
  }

  @Test func `a watch runs beside what follows it`() throws {
    var trace = try Trace(runbook(), honoursSchedule: false)
    #expect(trace.next == .start(activity: "1/see", attempt: 1))
    try trace.intend("1/see")
    #expect(trace.next == .start(activity: "1/a", attempt: 1))
    try trace.succeed("1/a")
    #expect(trace.next == .ask(.item(activity: "2/ok")))
  }

  @Test func `an item of a later stage can be answered while a watch runs`() throws {
    var trace = try Trace(runbook(), honoursSchedule: false)
    try trace.intend("1/see")
    try trace.succeed("1/a")
    try trace.command(.answer(activity: "2/ok", .yes, note: nil))
    #expect(trace.state.activity("2/ok")?.phase == .succeeded)
  }

  @Test func `and while its driver is gone and it waits to be started again`() throws {
    var trace = try Trace(runbook(), honoursSchedule: false)
    try trace.intend("1/see")
    try trace.succeed("1/a")
    try trace.happen(.watchEnded(.sample("1/see", .interrupted, 1)))
    try trace.command(.answer(activity: "2/ok", .yes, note: nil))
    #expect(trace.state.activity("2/ok")?.phase == .succeeded)
    var unbegun = try Trace(runbook(), honoursSchedule: false)
    #expect(throws: Rejection.self) {
      try unbegun.command(.answer(activity: "2/ok", .yes, note: nil))
    }
  }

  @Test func `without the schedule a watch ends where the stage after its time begins`() throws {
    var trace = try Trace(runbook(), t0: Self.start, honoursSchedule: false)
    try trace.intend("1/see")
    try trace.succeed("1/a")
    try trace.command(.answer(activity: "2/ok", .yes, note: nil))
    #expect(trace.next == .endWatch(activity: "1/see", attempt: 1))
    try trace.happen(.watchEnded(.sample("1/see", .until, 1)))
    #expect(trace.next == .start(activity: "3/a", attempt: 1))
  }

  @Test func `with the schedule a watch ends at its time, not before and not later`() throws {
    var trace = try Trace(runbook(), t0: Self.start)
    trace.now = Self.start
    try trace.intend("1/see")
    try trace.succeed("1/a")
    let second = Self.start.advanced(bySeconds: 600)
    #expect(trace.next == .wait(until: second, stage: "2"))
    trace.now = second
    try trace.command(.answer(activity: "2/ok", .yes, note: nil))
    let end = Self.start.advanced(bySeconds: 1200)
    #expect(trace.next == .wait(until: end, stage: "3"))
    trace.now = end
    #expect(trace.next == .endWatch(activity: "1/see", attempt: 1))
  }

  @Test func `a watch ends before the final gate, and before the run completes`() throws {
    for hasGate in [true, false] {
      var trace = try Trace(
        .sample(
          [.sample("1", [.shell("1/see", .watch), .shell("1/a")])],
          success: hasGate ? [.item("success/1")] : []))
      try trace.intend("1/see")
      try trace.succeed("1/a")
      #expect(trace.next == .endWatch(activity: "1/see", attempt: 1))
      try trace.happen(.watchEnded(.sample("1/see", .until, 1)))
      #expect(trace.next == (hasGate ? .ask(.item(activity: "success/1")) : .finish))
    }
  }

  @Test func `a watch with a length ends when it has lasted so long`() throws {
    let watch = Activity.shell("1/see", .watch) { $0.forSeconds = 60 }
    var trace = try Trace(.sample([.sample("1", [watch, .item("1/ok")])]))
    try trace.intend("1/see")
    #expect(trace.next == .ask(.item(activity: "1/ok")))
    trace.now = trace.now.advanced(bySeconds: 60)
    #expect(trace.next == .endWatch(activity: "1/see", attempt: 1))
  }

  @Test func `an interrupted watch starts again`() throws {
    var trace = try Trace(runbook(), honoursSchedule: false)
    try trace.intend("1/see")
    try trace.takeOver(honoursSchedule: false)
    #expect(trace.next == .settle(activity: "1/see", attempt: 1))
    try trace.happen(.watchEnded(.sample("1/see", .interrupted, 1)))
    #expect(trace.next == .start(activity: "1/see", attempt: 2))
  }

  @Test func `a watch that ended by itself is over`() throws {
    var trace = try Trace(runbook(), honoursSchedule: false)
    try trace.intend("1/see")
    try trace.happen(.watchEnded(.sample("1/see", .exited, 1)))
    #expect(trace.next == .start(activity: "1/a", attempt: 1))
    #expect(trace.state.activity("1/see")?.phase == .succeeded)
  }
}
