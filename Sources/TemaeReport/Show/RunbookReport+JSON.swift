import TemaeCore

extension RunbookReport {
  /// The report as a value; its keys are part of the command line's promises.
  var value: JSONValue {
    [
      "title": .string(runbook.title),
      "digest": .string(runbook.digest.hex),
      "prerequisites": .list(runbook.prerequisites, Self.value),
      "timeline": .list(runbook.timeline) { mark in
        [
          "offset": .integer(mark.offset), "title": .string(mark.title),
          "line": .integer(mark.line),
        ]
      },
      "phases": .list(runbook.phases, Self.value),
      "successCriteria": .list(runbook.successCriteria, Self.value),
      "remedies": .list(runbook.remedies) { remedy in
        Self.section(remedy.title, remedy.step, remedy.line, remedy.activities)
      },
      "rollbackScopes": .list(runbook.rollbackScopes) { scope in
        let undoes = scope.undoes.map { JSONValue.list($0) { .string($0) } }
        return Self.section(
          scope.title, scope.step, scope.line, scope.activities,
          [.init(key: "undoes", value: undoes ?? .null)])
      },
      "followUps": .list(runbook.followUps, PromiseValues.value),
      "announcements": .list(runbook.announcements, PromiseValues.value),
      "readings": .list(runbook.readings) { reading in
        [
          "line": .integer(reading.line), "source": .string(reading.source),
          "meaning": .string(reading.meaning), "rule": .string(reading.rule),
        ]
      },
      "notRun": .list(runbook.notRun) { block in
        [
          "line": .integer(block.line), "language": Self.word(block.language),
          "reason": .string(block.reason),
        ]
      },
      "questions": .list(runbook.questions) { question in
        [
          "line": .integer(question.line), "text": .string(question.text),
          "annotations": .list(question.annotations) { .string($0) },
        ]
      },
      "unsupported": .list(runbook.unsupported) { fact in
        ["line": .integer(fact.line), "fact": .string(fact.fact)]
      },
      "files": .list(runbook.files) { file in
        [
          "path": .string(file.path), "digest": .string(file.digest.hex),
          "use": .string(file.use.rawValue),
        ]
      },
      "settings": settings,
    ]
  }

  /// Names only: what a variable or a parameter holds is nobody's business here.
  private var settings: JSONValue {
    let settings = runbook.settings
    return [
      "annotated": .boolean(runbook.isAnnotated),
      "shell": .string(settings.shell),
      "timezone": JSONValue(settings.timezone),
      "window": JSONValue(settings.window),
      "databases": .list(settings.databases) { .string($0.key) },
      "variables": .list(settings.databases.map(\.variable) + settings.channels.map(\.variable)) {
        .string($0)
      },
      "parameters": .list(settings.parameters) { .string($0.name) },
      "secrets": .list(settings.secrets) { .string($0) },
      "groups": .list(settings.groups) { .string($0.name) },
      "channels": .list(settings.channels) { .string($0.name) },
    ]
  }

  private static func value(_ phase: Phase) -> JSONValue {
    [
      "id": .string(phase.id), "title": .string(phase.title), "from": JSONValue(phase.from),
      "to": JSONValue(phase.to),
      "steps": .list(phase.steps) { step in
        .object(
          [
            .init(key: "id", value: .string(step.id)),
            .init(key: "title", value: .string(step.title)),
            .init(key: "offset", value: JSONValue(step.offset)),
          ] + parts(step.activities))
      },
    ]
  }

  private static func value(_ list: Checklist) -> JSONValue {
    .object(
      [
        .init(key: "title", value: .string(list.title)),
        .init(key: "line", value: .integer(list.line)),
      ] + parts(list.activities))
  }

  private static func section(
    _ title: String, _ step: String?, _ line: Int, _ activities: [Activity],
    _ more: [JSONValue.Field] = []
  ) -> JSONValue {
    .object(
      [
        .init(key: "title", value: .string(title)), .init(key: "step", value: JSONValue(step)),
        .init(key: "line", value: .integer(line)),
      ] + parts(activities) + more)
  }

  /// Every block that is no check, every task item, every check.
  private static func parts(_ activities: [Activity]) -> [JSONValue.Field] {
    let items = activities.filter(\.isItem)
    let blocks = activities.filter { !$0.isItem }
    return [
      .init(key: "activities", value: .list(blocks.filter { $0.role != .check }, value)),
      .init(
        key: "items",
        value: .list(items) { item in
          ["id": .string(item.id), "text": .string(item.text), "line": .integer(item.line)]
        }),
      .init(key: "checks", value: .list(blocks.filter { $0.role == .check }, value)),
    ]
  }

  private static func value(_ activity: Activity) -> JSONValue {
    [
      "id": .string(activity.id), "kind": .string(activity.kind.rawValue),
      "role": .string(activity.role.rawValue), "language": word(activity.language),
      "line": .integer(activity.line),
    ]
  }

  private static func word(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
}
