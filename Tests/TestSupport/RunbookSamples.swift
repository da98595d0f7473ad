package import TemaeCore

extension Runbook {
  /// A runbook of one phase, for tests.
  package static func sample(
    prerequisites: [Activity] = [], _ steps: [Step], success: [Activity] = [],
    remedies: [Remedy] = [], databases: [String] = ["main"], secrets: [String] = []
  ) -> Runbook {
    var runbook = Runbook(title: "Sample", digest: testDigest("sample".utf8))
    runbook.isAnnotated = true
    if !prerequisites.isEmpty {
      runbook.prerequisites = [Checklist(title: "Before", line: 1, activities: prerequisites)]
    }
    runbook.phases = [Phase(id: "1", title: "Phase", line: 2, steps: steps)]
    if !success.isEmpty {
      runbook.successCriteria = [Checklist(title: "After", line: 90, activities: success)]
    }
    runbook.remedies = remedies
    runbook.settings.databases = databases.map {
      DatabaseReference(key: $0, variable: "\($0.uppercased())_URL", line: 1)
    }
    runbook.settings.secrets = secrets
    return runbook
  }
}

extension Step {
  /// A step for tests.
  package static func sample(
    _ id: String, at offset: Int? = nil, needs: [String] = [], _ activities: [Activity]
  ) -> Step {
    var step = Step(
      id: id, title: "Step \(id)", offset: offset, line: 10, activities: activities)
    step.needs = needs
    return step
  }
}

extension Activity {
  /// A shell block for tests.
  package static func shell(
    _ id: String, _ role: Role = .change, of subject: String? = nil, _ text: String = "true",
    _ set: (inout ActivitySettings) -> Void = { _ in }
  ) -> Activity {
    var settings = ActivitySettings()
    set(&settings)
    return Activity(
      id: id, kind: .shell, role: role, language: "bash", line: 10, text: text, subject: subject,
      settings: settings)
  }

  /// A SQL block on the database `main` for tests.
  package static func sql(
    _ id: String, _ role: Role = .change, of subject: String? = nil, _ text: String = "select 1;",
    _ set: (inout ActivitySettings) -> Void = { _ in }
  ) -> Activity {
    var settings = ActivitySettings()
    settings.database = "main"
    set(&settings)
    return Activity(
      id: id, kind: .sql, role: role, language: "sql", line: 10, text: text, subject: subject,
      settings: settings)
  }

  /// A task item for tests.
  package static func item(_ id: String) -> Activity {
    Activity(id: id, kind: .manual, role: .item, line: 10, text: "Is \(id) so?")
  }
}
