import TemaeCore
import TestSupport
import Testing

@Suite("What another form of a runbook means")
struct RunbookDifferenceTests {
  @Test func `a file that a block includes, a script that it names and its shell are part of it`()
    throws
  {
    let pinned = { (text: String) in
      [PinnedFile(path: "b.sh", digest: testDigest(text.utf8), use: .script)]
    }
    let old = Runbook.changed { runbook in
      runbook.phases[0].steps[1].activities[1].settings.scripts = ["b.sh"]
      runbook.files = pinned("one")
    }
    var state = RunState(runbook: old)
    #expect(RunbookDifference(from: state, to: old).changes.isEmpty)
    var new = old
    new.files = pinned("two")
    #expect(RunbookDifference(from: state, to: new).changes.map(\.activity.id) == ["2/b"])
    new = old
    new.settings.shell = "sh"
    let all = Set(state.plan.activities.filter { $0.kind == .shell }.map(\.id))
    #expect(Set(RunbookDifference(from: state, to: new).changes.map(\.activity.id)) == all)
    state = RunState(runbook: new)
    #expect(RunbookDifference(from: state, to: new).untouched.count == state.activities.count)
  }
}
