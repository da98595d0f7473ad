import FoundationEssentials
import TemaeCore
import TestSupport
import Testing

// The reference page of the state machine holds the tables that follow from the code. With
// `TEMAE_UPDATE=1` in the environment they are written, otherwise they are compared.
@Suite("The tables of the state machine", .serialized)
struct StateTableTests {
  private static let path = URL(filePath: #filePath)
    .appending(path: "../../../../docs/reference/state-machine.md").standardized.path

  @Test(arguments: [("activities", Self.activityTable), ("runs", Self.runTable)])
  func `the reference page shows the table as the code has it`(
    name: String, table: @Sendable () throws -> String
  ) throws {
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let begin = "<!-- \(name): begin -->\n"
    let start = try #require(page.firstRange(of: begin)?.upperBound)
    let end = try #require(page.firstRange(of: "<!-- \(name): end -->")?.lowerBound)
    let table = try table()
    if ProcessInfo.processInfo.environment["TEMAE_UPDATE"] == "1" {
      let updated = page[..<start] + table + page[end...]
      try String(updated).write(toFile: Self.path, atomically: true, encoding: .utf8)
    } else {
      #expect(
        page[start..<end] == table,
        "write it anew: TEMAE_UPDATE=1 swift test --filter StateTableTests")
    }
  }

  @Test
  func `every phase but the first is reached by some signal, and every signal leads somewhere`() {
    let reached = ActivityPhase.allCases.flatMap { phase in
      ActivitySignal.allCases.compactMap { phase.next(after: $0) }
    }
    #expect(Set(reached) == Set(ActivityPhase.allCases))
    for signal in ActivitySignal.allCases {
      #expect(ActivityPhase.allCases.contains { $0.next(after: signal) != nil }, "\(signal)")
    }
  }

  @Test
  func `what succeeded begins again only as a probe or a remedy that is chosen anew, or amended`() {
    #expect(ActivityPhase.succeeded.next(after: .repinned) == .unknown)
    for signal in ActivitySignal.allCases
    where signal != .chosen && signal != .amended && signal != .repinned {
      #expect(ActivityPhase.succeeded.next(after: signal) == nil, "\(signal)")
    }
  }

  private static func table(_ rows: [[String]]) -> String {
    let rule = rows[0].map { _ in "---" }
    return ([rows[0], rule] + rows.dropFirst())
      .map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  @Sendable private static func activityTable() -> String {
    let head = ["signal"] + ActivityPhase.allCases.map(\.rawValue)
    return table(
      [head]
        + ActivitySignal.allCases.map { signal in
          ["`\(signal.rawValue)`"]
            + ActivityPhase.allCases.map { $0.next(after: signal)?.rawValue ?? "–" }
        })
  }

  @Sendable private static func runTable() throws -> String {
    let runbook = Runbook.sample([.sample("1", [.shell("1/a")])])
    let events: [(Event, Int?)] = [
      (.runOpened(.sample(runbook)), nil), (.leaseTaken(.sample()), 2),
      (.attemptIntended(.sample("1/a", attempt: 1)), 1), (.runPaused(RunPaused()), nil),
      (.runHalted(RunHalted(detail: "", reason: .failed)), 1), (.runResumed(RunResumed()), nil),
      (.runAborted(RunAborted(reason: commitment(""))), nil),
      (.runCompleted(RunCompleted(deviations: 0)), 1),
      (.runbookAmended(.sample(from: runbook, to: runbook)), 1),
      (.rollbackStarted(RollbackStarted()), nil),
      (.noteAdded(NoteAdded(text: commitment(""))), nil),
    ]
    let traces = try RunStatus.allCases.map { status in
      var trace = try trace(in: status, runbook)
      trace.learn(runbook)
      return (status, trace)
    }
    return table(
      [["event"] + RunStatus.allCases.map(\.rawValue)]
        + events.map { event, epoch in
          ["`\(event.type)`"]
            + traces.map { _, trace in
              var trace = trace
              guard (try? trace.happen(event, epoch: epoch)) != nil else { return "–" }
              return trace.state.status.rawValue
            }
        })
  }

  private static func trace(in status: RunStatus, _ runbook: Runbook) throws -> Trace {
    guard status != .new else { return Trace(unopened: runbook) }
    var trace = try Trace(runbook)
    switch status {
    case .new, .open: break
    case .paused: try trace.command(.pause)
    case .halted: try trace.halt()
    case .aborted: try trace.command(.abort(reason: commitment("enough")))
    case .completed: try trace.happen(.runCompleted(RunCompleted(deviations: 0)))
    case .rolledBack:
      try trace.happen(.rollbackStarted(RollbackStarted()), epoch: nil)
      try trace.happen(.rollbackPlanned(.sample))
      try trace.happen(.rollbackCompleted(RollbackCompleted(differing: 0, left: 0)))
    }
    return trace
  }
}
