import TemaeCore
import TemaeJournal
import TemaePostgres
import TemaeReport

/// Compares the databases that the variables lead to with those that a run has pinned.
struct Repinning {
  /// A database that is not the pinned one.
  private struct Difference {
    var target: PinnedTarget
    var variable: String
    var text: String
  }

  private var state: RunState
  private var differences: [Difference] = []

  /// Looks at each database that can be reached; one that cannot is looked at before it is used.
  init(of state: RunState) async {
    self.state = state
    for pinned in state.targets {
      guard let reference = state.runbook.settings.database(pinned.database),
        let connection = Environment.value(reference.variable),
        let found = try? await PostgresDatabase().identity(
          connection: connection, connectTimeoutSeconds: 10),
        let text = state.pin(pinned.identity).difference(of: found)
      else { continue }
      let target = PinnedTarget(database: pinned.database, identity: found)
      let unexpected = Targets.difference(found, from: reference).map { "; \($0)" } ?? ""
      differences.append(
        Difference(target: target, variable: reference.variable, text: text + unexpected))
    }
  }

  /// Refuses a run whose databases are not as they were pinned, unless a person pins them anew.
  ///
  /// - Parameters:
  ///   - reason: Why they do; `nil` where nobody does.
  ///   - command: The command's name.
  ///   - isUnattended: Whether nobody is asked.
  /// - Throws: ``Failure``.
  func check(reason: Words?, for command: String, isUnattended: Bool) throws(Failure) {
    let name = state.opened?.name ?? state.run
    guard let first = differences.first else {
      guard reason == nil else {
        throw Failure(
          .usage, "--repin: every database that can be reached is the pinned one",
          next: "temae \(command) \(name)")
      }
      return
    }
    let lines = differences.flatMap { difference in
      let database = difference.target.database
      return [
        "database \(database) is not as it was pinned: \(SafeText.neutralized(difference.text))"
      ]
        + doubts(on: difference)
    }
    guard reason != nil else {
      throw Failure(
        .data, (lines + ["nothing was recorded, and nothing begun"]).lines,
        next: "correct \(first.variable); after a failover or a restore: temae \(command) \(name) "
          + "--repin REASON")
    }
    StandardStream.error.write(lines.lines + "\n")
    guard !isUnattended, StandardStream.canAsk else { return }
    StandardStream.error.write(
      "Pin it anew? Type the run's name, \(SafeText.neutralized(name)): ")
    guard readLine() == name else {
      throw Failure(.waits, "that is not the run's name: nothing was recorded")
    }
  }

  /// What is recorded as done there, and may be gone.
  private func doubts(on difference: Difference) -> [String] {
    let key = difference.target.database
    guard state.pin(of: key)?.continues(in: difference.target.identity) == false else { return [] }
    let byHand = state.activities.filter {
      $0.phase == .doneByHand && state.definition($0.id)?.settings.database == key
    }.map(\.id)
    let again = state.changesInDoubt(on: key)
    return [
      again.isEmpty
        ? nil : "what had succeeded there will be looked for: \(again.joined(separator: ", "))",
      byHand.isEmpty
        ? nil : "done by hand, look for it yourself: \(byHand.joined(separator: ", "))",
    ].compactMap(\.self)
  }

  /// The pinned databases, with what is pinned anew.
  var targets: [PinnedTarget] {
    state.targets.map { pinned in
      differences.first { $0.target.database == pinned.database }?.target ?? pinned
    }
  }

  /// What is to be recorded, where a person gives a reason.
  func repins(
    because reason: Words?, in journal: Journal
  ) -> (events: [TargetRepinned], reason: SealedPayload)? {
    guard let reason else { return nil }
    let sealed = journal.seal(Array(reason.text.utf8), media: "text/plain")
    let events = differences.map { difference in
      TargetRepinned(
        database: difference.target.database, difference: difference.text,
        identity: difference.target.identity, reason: sealed.commitment)
    }
    return (events, sealed)
  }
}
