import TemaeCore
import TemaePostgres

/// Looks at every database that a runbook's blocks name, before a run is opened on it.
enum Targets {
  /// What is found; a database that is known already must be what the runbook expects.
  static func observe(
    _ runbook: Runbook, environment: [EnvironmentVariable], known: [PinnedTarget] = []
  ) async throws(Failure) -> [PinnedTarget] {
    var found: [PinnedTarget] = []
    for key in used(in: runbook) {
      let reference = try reference(key, runbook)
      if let pinned = known.first(where: { $0.database == key }) {
        try check(pinned.identity, against: reference)
        continue
      }
      let value = environment.first { $0.name == reference.variable }?.value ?? ""
      guard !value.isEmpty else {
        throw Failure(
          .data,
          "line \(reference.line): database \(key) needs the environment variable "
            + "\(reference.variable), which is not set",
          next: "export \(reference.variable)='host=… dbname=… user=…'")
      }
      let identity: TargetIdentity
      do {
        identity = try await PostgresDatabase().identity(
          connection: value, connectTimeoutSeconds: 10)
      } catch {
        throw Failure(
          .data, "database \(key) (line \(reference.line)): \(error)",
          next: "check \(reference.variable), then: temae target show DOCUMENT --db \(key)")
      }
      try check(identity, against: reference)
      found.append(PinnedTarget(database: key, identity: identity))
    }
    return found
  }

  private static func used(in runbook: Runbook) -> [String] {
    let plan = Plan(of: runbook)
    var keys: [String] = []
    for activity in plan.activities + plan.compensations where activity.kind != .manual {
      if let key = activity.settings.database, !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  private static func reference(
    _ key: String, _ runbook: Runbook
  ) throws(Failure) -> DatabaseReference {
    guard let reference = runbook.settings.database(key) else {
      throw Failure(
        .data, "a block names the database \(key), which the front matter does not have",
        next: "add databases: {\(key): {env: NAME}} to the front matter")
    }
    return reference
  }

  static func check(
    _ identity: TargetIdentity, against reference: DatabaseReference
  ) throws(Failure) {
    guard let difference = difference(identity, from: reference) else { return }
    throw Failure(
      .data, "wrong target: \(reference.variable) leads to \(difference)",
      next: "correct \(reference.variable)")
  }

  /// What is not as the runbook expects it.
  static func difference(_ identity: TargetIdentity, from reference: DatabaseReference) -> String? {
    let expected = [
      ("database", reference.expectedDatabase, identity.database),
      ("host", reference.expectedHost, identity.host),
    ]
    for (name, wanted, actual) in expected {
      guard let wanted else { continue }
      let isSame = actual == wanted || (name == "host" && actual.hasPrefix("\(wanted):"))
      guard !isSame else { continue }
      return "\(name) \(actual), the runbook expects \(wanted) (line \(reference.line))"
    }
    return nil
  }
}
