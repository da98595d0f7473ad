import TemaeCore
import TemaePostgres
import TemaeReport

/// The order of a rehearsal: to the end and back, and, where that is asked for, from after each step
/// back, each time on a copy of its own.
struct Rehearsing {
  let document: DocumentReader.Document
  let rehearsed: RehearsedRunbook
  let database: String
  let source: RehearsalSource
  let parameters: [String]
  let answers: RehearsalAnswers
  let isEachStep: Bool
  /// The step after which the longest way turns back; `nil` for the end.
  let until: String?
  let options: SharedOptions

  /// Rehearses.
  func run(_ stop: StopRequest) async throws -> RehearsalReport {
    let (whole, passages, remarks) = try await onCopy(stop) { turning in
      try await turning.whole()
    }
    var turns: [RehearsalTurn] = []
    for count in 1..<max(1, isEachStep ? passages.count : 1) {
      let passages = Array(passages.prefix(count))
      turns.append(try await onCopy(stop) { try await ($0.back(after: passages), [], []) }.0)
    }
    return RehearsalReport(
      title: rehearsed.runbook.title, digest: rehearsed.runbook.digest, database: database,
      origin: source.words, remarks: remarks, left: rehearsed.left, whole: whole, turns: turns)
  }

  /// A turn, what was seen on its way, and what is to be said of its copy.
  typealias Came = (RehearsalTurn, [RehearsalResult.Passage], [String])

  /// Makes a copy, goes a turn on it, and ends it, whatever came of it.
  private func onCopy(
    _ stop: StopRequest, _ body: (RehearsalTurning) async throws -> Came
  ) async throws -> Came {
    options.remark(source.doing)
    // Nothing that is started from here on may lead to the database itself.
    Environment.forgetConnection()
    let clone = try await source.copy(stop)
    defer { if let complaint = clone.end() { options.remark(complaint) } }
    do {
      return try await body(try await RehearsalTurning(self, on: clone))
    } catch {
      // What a copy says that is being ended is no finding.
      try Self.checkInterruption()
      throw error
    }
  }

  static func checkInterruption() throws(Failure) {
    guard Interruptions.count == 0 else { throw Failure(.interrupted, "interrupted") }
  }
}
