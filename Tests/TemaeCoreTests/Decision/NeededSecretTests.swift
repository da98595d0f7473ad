import TemaeCore
import TestSupport
import Testing

/// Which secrets the next driver of a run cannot do without.
struct NeededSecretTests {
  private static let runbook: Runbook = {
    var runbook = Runbook.sample(
      [
        .sample("1", [.shell("1/make", .change, "export A_TOKEN=x")]),
        .sample("2", [.shell("2/use", .change, "echo $A_TOKEN")]),
        .sample(
          "3",
          [
            .sql("3/compare", .check) {
              $0.comparison = Comparison(kind: .equals, operand: "pass", isCaptured: true)
            }
          ]),
      ], secrets: ["TEA_KEY"])
    runbook.settings.parameters = [Parameter(name: "DOOR", prompt: "Code?", isSecret: true)]
    return runbook
  }()

  private func names(_ trace: Trace, for command: String? = nil) -> [String] {
    trace.state.neededSecrets(in: trace.entries, for: command).map(\.variable)
  }

  /// What step 1 made is recorded; the activities after it are as given.
  private func trace(done: [String]) throws -> Trace {
    var trace = try Trace(Self.runbook)
    for id in ["1/make"] + done {
      try trace.happen(.attemptIntended(.sample(id, attempt: 1)))
      if id == "1/make" {
        try trace.happen(
          .secretSupplied(
            SecretSupplied(activity: id, check: testDigest([1]), name: "A_TOKEN")))
        try trace.happen(.valueCaptured(ValueCaptured(activity: id, name: "pass")))
      }
      try trace.happen(.attemptSucceeded(.sample(id, 1)))
    }
    return trace
  }

  @Test func `before the run it is what the front matter declares`() {
    let needed = RunState(runbook: Self.runbook).neededSecrets(in: [])
    #expect(needed.map(\.variable) == ["TEA_KEY", "DOOR"])
    #expect(needed.allSatisfy { !$0.isProduced && $0.check == nil })
  }

  @Test func `what blocks made is needed by what names it, and by nothing else`() throws {
    #expect(
      names(try trace(done: [])) == ["TEA_KEY", "DOOR", "A_TOKEN", "TEMAE_VALUE_PASS"])
    #expect(names(try trace(done: ["2/use"])) == ["TEMAE_VALUE_PASS"])
  }

  @Test func `an attempt that is open needs all: its output has yet to be masked`() throws {
    var trace = try trace(done: ["2/use"])
    try trace.happen(.attemptIntended(.sample("3/compare", attempt: 1)))
    #expect(names(trace) == ["A_TOKEN", "TEMAE_VALUE_PASS"])
  }

  @Test func `a command typed by hand needs what is declared and what it names`() throws {
    let trace = try trace(done: [])
    #expect(names(trace, for: "true") == ["TEA_KEY", "DOOR"])
    #expect(names(trace, for: "echo $A_TOKEN") == ["TEA_KEY", "DOOR", "A_TOKEN"])
  }

  @Test func `what a block exports again under a declared name is the block's`() throws {
    var trace = try Trace(Self.runbook)
    try trace.happen(.secretSupplied(SecretSupplied(check: testDigest([1]), name: "TEA_KEY")))
    try trace.happen(.attemptIntended(.sample("1/make", attempt: 1)))
    try trace.happen(
      .secretSupplied(
        SecretSupplied(activity: "1/make", check: testDigest([2]), name: "TEA_KEY")))
    try trace.happen(.attemptSucceeded(.sample("1/make", 1)))
    try trace.happen(.attemptIntended(.sample("2/use", attempt: 1)))
    let needed = trace.state.neededSecrets(in: trace.entries)
    #expect(needed.map(\.name) == ["DOOR", "TEA_KEY"])
    #expect(needed.last?.check == testDigest([2]))
    #expect(needed.last?.producer == "1/make")
  }
}
