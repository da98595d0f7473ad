import TemaeCore

extension SchemaReport {
  /// The report as a value; its keys are part of the command line's promises.
  var value: JSONValue {
    [
      "equal": .boolean(isEqual),
      "foreseen": .boolean(isForeseen),
      "expected": expected,
      "target": [
        "database": .string(target.database), "host": .string(target.host),
        "role": .string(target.role), "serverVersion": .string(target.serverVersion),
        "systemIdentifier": .string(target.systemIdentifier),
      ],
      "differences": .list(schema.differences, Self.difference),
      "extras": .list(schema.extras) { extra in
        [
          "kind": .string(extra.kind.rawValue), "name": .string(extra.name),
          "parent": JSONValue(extra.parent),
        ]
      },
      "contents": contents.map { differences in
        [
          "compared": .integer(contentCount), "differences": .list(differences, Self.content),
        ]
      } ?? .null,
    ]
  }

  private var expected: JSONValue {
    switch expectation {
    case .files(let files): ["kind": "files", "names": .list(files) { .string($0) }]
    case .capture(let file): ["kind": "capture", "names": [.string(file)]]
    case .database(let name): ["kind": "database", "names": [.string(name)]]
    }
  }

  private static func difference(_ difference: CatalogDifference) -> JSONValue {
    var word: JSONValue
    var properties: [CatalogDifference.PropertyChange] = []
    switch difference.change {
    case .missing: word = "missing"
    case .added: word = "added"
    case .changed(let changes): (word, properties) = ("changed", changes)
    }
    return [
      "kind": .string(difference.kind.rawValue), "name": .string(difference.name),
      "parent": JSONValue(difference.parent), "change": word,
      "properties": .list(properties) { change in
        [
          "property": .string(change.property), "expected": JSONValue(change.expected),
          "found": JSONValue(change.found),
        ]
      },
    ]
  }

  private static func content(_ difference: ContentDifference) -> JSONValue {
    func value(_ change: JSONValue, _ expected: JSONValue, _ found: JSONValue) -> JSONValue {
      ["name": .string(difference.name), "change": change, "expected": expected, "found": found]
    }
    return switch difference.change {
    case .missing: value("missing", .null, .null)
    case .added: value("added", .null, .null)
    case .rows(let expected, let found): value("rows", .integer(expected), .integer(found))
    case .rewritten(let rows): value("rewritten", .integer(rows), .integer(rows))
    case .value(let expected, let found): value("value", .string(expected), .string(found))
    case .unread(let reason): value("unread", .null, .string(reason))
    }
  }
}
