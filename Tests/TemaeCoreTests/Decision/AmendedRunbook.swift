import TemaeCore
import TestSupport

// The runbook and the run that the tests of amendments change.
extension Runbook {
  static let before = Runbook.sample(
    [
      .sample("1", [.item("1/ok"), .shell("1/a", .change, of: nil, "one")]),
      .sample(
        "2",
        [
          .shell("2/may", .precheck, of: "2/b", "may it?"),
          .shell("2/b", .change, of: nil, "two"), .shell("2/holds", .check, of: nil, "holds?"),
        ]),
      .sample("3", [.item("3/ok")]),
    ])

  /// The same runbook with other words; its digest is that of its activities.
  static func changed(
    _ words: [String: String] = [:], _ edit: (inout Runbook) -> Void = { _ in }
  ) -> Runbook {
    var runbook = before
    for step in runbook.phases[0].steps.indices {
      for place in runbook.phases[0].steps[step].activities.indices {
        let id = runbook.phases[0].steps[step].activities[place].id
        guard let text = words[id] else { continue }
        runbook.phases[0].steps[step].activities[place].text = text
      }
    }
    edit(&runbook)
    runbook.digest = testDigest("\(runbook.phases)\(runbook.files)".utf8)
    return runbook
  }
}

extension Trace {
  /// Step 1 is done, 2/b has failed, and the run has halted.
  static func halted() throws -> Trace {
    var trace = try Trace(Runbook.before)
    try trace.command(.answer(activity: "1/ok", .yes, note: nil))
    try trace.succeed("1/a")
    try trace.intend("2/may")
    try trace.happen(
      .checkPassed(CheckPassed(activity: "2/may", attempt: 1, expected: "0", report: .sample)))
    try trace.fail("2/b")
    try trace.halt()
    return trace
  }
}
