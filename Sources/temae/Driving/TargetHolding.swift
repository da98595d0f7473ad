import TemaeCore
import TemaePostgres
import TemaeReport

/// Holding the databases of a run, so that no second driver works on them, from whatever machine and
/// whatever journal.
struct TargetHolding {
  /// What holds them as long as this process lives.
  var database: PostgresDatabase
  /// The run's id and name.
  var run: String, name: String
  /// Where the connection strings are found.
  var runbook: Runbook
  /// The runs beside which it may work, by name.
  var beside: [String]

  /// Holds each database.
  ///
  /// One that cannot be reached now is passed over: it is held before something alters it.
  ///
  /// - Returns: The runs that were found beside, by name.
  /// - Throws: ``Failure`` with ``TemaeExit/elsewhere`` when somebody else holds one.
  func take(_ targets: [PinnedTarget]) async throws(Failure) -> [String] {
    var found: [String] = []
    for target in targets {
      guard let variable = runbook.settings.database(target.database)?.variable,
        let connection = Environment.value(variable)
      else { continue }
      let order = HoldOrder(
        connection: connection, pinned: Pin(target.identity, run: run), run: run, name: name,
        beside: beside)
      guard let hold = try? await database.hold(order) else { continue }
      switch hold {
      case .held(_, let others): found += others
      case .refused(let holders): throw Self.refusal(target, holders)
      }
    }
    return found
  }

  private static func refusal(
    _ target: PinnedTarget, _ holders: [TargetHold.Holder]
  ) -> Failure {
    let names = holders.map { "it is held by \(SafeText.neutralized($0.text))" }
    let next = holders.first.map { holder in
      "end the runner of \(SafeText.neutralized(holder.run)) where it lives; if its machine is gone "
        + "for good, end its process on the server: pg_terminate_backend. To run beside another run "
        + "all the same: --beside RUN --reason …"
    }
    return Failure(
      .elsewhere,
      (["database \(target.identity.database) of \(target.identity.host) has a driver"] + names)
        .lines, next: next ?? "try again")
  }
}
