public import TemaeCore

/// What can be said of a run without replaying it.
public struct RunSummary: Hashable, Sendable {
  /// The run's UUIDv7 as lower-case text.
  public var id: String
  /// The name that people type: `<title slug>-<n>`.
  public var name: String
  /// The title of the runbook that it was opened on.
  public var title: String
  /// The journal sequence of its first entry.
  public var firstSequence: Int
  /// When it was opened.
  public var openedAt: Instant
  /// The journal sequence of its last entry.
  public var lastSequence: Int
  /// The position of its last entry: the number of its entries.
  public var lastPosition: Int
  /// When its last entry was written.
  public var lastAt: Instant
  /// The type of its newest event whose type begins with `run.` or `rollback.`, such as
  /// `run.completed`.
  public var lastRunEvent: String
}

extension RunSummary {
  /// The journal's runs in the order in which they were opened.
  static func all(in connection: Connection) throws(JournalError) -> [RunSummary] {
    let types = Event.knownTypes.filter { $0.hasPrefix("run.") || $0.hasPrefix("rollback.") }.map {
      "'\($0)'"
    }
    let statement = try connection.prepared(
      """
      SELECT first.run, first.body ->> '$.what.name', first.seq, first.body ->> 'at', last.seq,
        last.position, last.body ->> 'at',
        (SELECT type FROM event WHERE type IN (\(types.joined(separator: ", ")))
          AND run = first.run ORDER BY +position DESC LIMIT 1),
        first.body ->> '$.what.title'
      FROM event AS first JOIN event AS last ON last.run = first.run AND last.position =
        (SELECT max(position) FROM event WHERE run = first.run)
      WHERE first.type = 'run.opened' ORDER BY first.seq
      """)
    defer { statement.reset() }
    var runs: [RunSummary] = []
    while try statement.step() { runs.append(try RunSummary(statement, path: connection.path)) }
    return runs
  }

  private init(_ statement: Statement, path: String) throws(JournalError) {
    guard let openedAt = Instant(canonical: statement.text(3)),
      let lastAt = Instant(canonical: statement.text(6))
    else {
      throw .damaged(
        path: path, sequence: statement.integer(2), problem: "the run's instants are unreadable")
    }
    self.init(
      id: statement.text(0), name: statement.text(1), title: statement.text(8),
      firstSequence: statement.integer(2),
      openedAt: openedAt, lastSequence: statement.integer(4), lastPosition: statement.integer(5),
      lastAt: lastAt, lastRunEvent: statement.text(7))
  }

  /// The names that the journal's runs have.
  static func names(in connection: Connection) throws(JournalError) -> [String] {
    let statement = try connection.prepared(
      "SELECT body ->> '$.what.name' FROM event WHERE type = 'run.opened'")
    defer { statement.reset() }
    var names: [String] = []
    while try statement.step() { names.append(statement.text(0)) }
    return names
  }

  /// `<slug>-<n>` with the smallest n above those that are taken.
  static func nextName(slug: String, in connection: Connection) throws(JournalError) -> String {
    let beginning = slug + "-"
    let numbers = try names(in: connection).compactMap { name in
      name.hasPrefix(beginning) ? Int(name.dropFirst(beginning.count)) : nil
    }
    return beginning + String((numbers.max() ?? 0) + 1)
  }
}
