import TemaeCore
import TestSupport
import Testing

@Suite("Amending a runbook")
struct AmendmentTests {
  @Test func `what failed is corrected, and tried anew under the next number`() throws {
    var trace = try Trace.halted()
    try trace.amend(to: Runbook.changed(["2/b": "TWO"]))
    #expect(trace.state.status == .halted)
    #expect(trace.state.activity("2/b")?.phase == .pending)
    #expect(trace.state.activity("2/b")?.attempts == 1)
    #expect(trace.state.deviations == 1)
    try trace.takeOver()
    #expect(trace.next == .start(activity: "2/b", attempt: 2))
    #expect(trace.state.definition("2/b")?.text == "TWO")
    try trace.succeed("2/b")
    try trace.happen(.leaseReleased(LeaseReleased()))
    let again = Runbook.changed(["2/b": "TWO", "3/ok": "Is it very well?"])
    try trace.amend(to: again)
    #expect(trace.state.amendments.count == 2)
    #expect(trace.state.runbook == again)
  }

  @Test func `what is not changed stays: answers, successes, the number of tries`() throws {
    var trace = try Trace.halted()
    let before = trace.state.activities
    try trace.amend(to: Runbook.changed(["3/ok": "Is it very well?"]))
    #expect(trace.state.activities == before)
    #expect(trace.state.amendments[0].changed == ["3/ok"])
    #expect(trace.state.amendments[0].void == [])
  }

  @Test func `an answer, a check and a skip of what is changed are void, and asked for again`()
    throws
  {
    var trace = try Trace.halted()
    try trace.command(.skip(activity: "2/b", reason: commitment("no need")))
    try trace.takeOver()
    try trace.succeed("2/holds")
    try trace.happen(.leaseReleased(LeaseReleased()))
    try trace.amend(
      to: Runbook.changed(["1/ok": "Is everybody here?", "2/b": "TWO", "2/holds": "does it?"]))
    #expect(trace.state.amendments[0].void.sorted() == ["1/ok", "2/b", "2/holds"])
    for id in ["1/ok", "2/b", "2/holds"] {
      #expect(trace.state.activity(id)?.phase == .pending, "\(id)")
    }
    try trace.takeOver()
    #expect(trace.next == .ask(.item(activity: "1/ok")))
  }

  @Test func `what is added has its turn, and what comes back counts its attempts on`() throws {
    var trace = try Trace.halted()
    let without = Runbook.changed { runbook in
      runbook.phases[0].steps[1].activities.removeAll { $0.id == "2/b" || $0.id == "2/may" }
      runbook.phases[0].steps[0].activities.append(.shell("1/new"))
    }
    try trace.amend(to: without)
    #expect(trace.state.activity("2/b") == nil)
    #expect(trace.state.retired.map(\.id) == ["2/may", "2/b"])
    try trace.takeOver()
    #expect(trace.next == .start(activity: "1/new", attempt: 1))
    try trace.succeed("1/new")
    try trace.happen(.leaseReleased(LeaseReleased()))
    try trace.amend(
      to: Runbook.changed { $0.phases[0].steps[0].activities.append(.shell("1/new")) })
    try trace.takeOver()
    #expect(trace.next == .start(activity: "2/may", attempt: 2))
    #expect(trace.state.activity("2/b")?.attempts == 1)
    #expect(trace.state.retired.isEmpty)
  }

  @Test func `a replay needs nothing but the entries and the runbooks that they name`() throws {
    var trace = try Trace.halted()
    try trace.amend(to: Runbook.changed(["2/b": "TWO"]))
    try trace.amend(to: Runbook.changed(["2/b": "three"]))
    var replayed = trace.state.beginning
    for entry in trace.entries { try replayed.apply(Entry(body: entry.body)) }
    #expect(replayed == trace.state)
    #expect(replayed.encoding == trace.state.encoding)
  }

  @Test func `an unknown outcome is asked of the probe that an amendment corrects or brings`()
    throws
  {
    let probe = Activity.shell("1/is-a", .probe, of: "1/a")
    func with(_ text: String?) -> Runbook {
      Runbook.changed { runbook in
        guard let text else { return }
        var probe = probe
        probe.text = text
        runbook.phases[0].steps[0].activities.append(probe)
      }
    }
    for first in [nil, "cannot tell"] {
      var trace = try Trace(with(first))
      try trace.command(.answer(activity: "1/ok", .yes, note: nil))
      try trace.lose("1/a")
      if first != nil {
        try trace.intend("1/is-a")
        try trace.happen(.probeAnswered(.sample("1/is-a", .cannotTell, 1)))
      }
      #expect(trace.next == .ask(.unknown(activity: "1/a", attempt: 1)))
      try trace.amend(to: with("can tell"))
      try trace.takeOver()
      #expect(trace.next == .start(activity: "1/is-a", attempt: first == nil ? 1 : 2))
      #expect(trace.state.activity("1/a")?.phase == .unknown)
    }
  }

  @Test func `a remedy that was asked for goes with what it repairs`() throws {
    let remedies = [Remedy(title: "Again", line: 50, activities: [.shell("remedy/1", .remedy)])]
    let old = Runbook.changed { $0.remedies = remedies }
    var trace = try Trace(old)
    try trace.command(.answer(activity: "1/ok", .yes, note: nil))
    try trace.fail("1/a")
    try trace.halt()
    try trace.command(.remedy(activity: "1/a", remedy: "remedy/1", reason: nil))
    var kept = trace
    try kept.amend(
      to: Runbook.changed(["3/ok": "other"]) { $0.remedies = remedies })
    #expect(kept.state.requested.map(\.activity) == ["remedy/1"])
    try trace.amend(to: Runbook.changed(["1/a": "ONE"]) { $0.remedies = remedies })
    #expect(trace.state.requested.isEmpty)
  }
}
