import TemaeCore

/// The runs of a journal: `temae runs`.
public struct RunsReport: Hashable, Sendable {
  /// The runs in the order in which they are shown.
  public var rows: [RunRow]

  /// Makes a report of these runs, in this order.
  public init(rows: [RunRow]) {
    self.rows = rows
  }

  /// A line for each run.
  public func text(_ style: TextStyle) -> String {
    guard !rows.isEmpty else { return "no runs in this journal\n" }
    let lines = rows.map { row -> [StyledLine] in
      [
        StateMark(row.status).line, StyledLine(row.name, .strong),
        StyledLine("opened \(TimeText.dayAndWall(row.openedAt))"),
        StyledLine("last event \(TimeText.dayAndWall(row.lastAt))"),
        StyledLine(row.id, .faint), StyledLine(row.title),
      ]
    }
    return TextTable(rows: lines).lines.text(style)
  }

  /// `[{name, id, title, status, openedAt, lastAt}]`, compact.
  public func json() -> String {
    let value = JSONValue.list(rows) { row in
      [
        "name": .string(row.name), "id": .string(row.id), "title": .string(row.title),
        "status": .string(row.status.rawValue), "openedAt": .string(row.openedAt.description),
        "lastAt": .string(row.lastAt.description),
      ]
    }
    return value.compact + "\n"
  }
}
