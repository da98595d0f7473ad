/// The journal's tables, indexes and triggers, and what marks the file as a journal.
///
/// The text of every statement is part of the format: verification compares it, letter by letter,
/// with what the file holds.
enum Schema {
  /// `tema` in ASCII: tells a journal from other programs' databases.
  static let applicationID = 0x7465_6D61
  /// The format's number.
  static let version = 1

  /// One object of the schema.
  struct Part {
    let name: String
    let sql: String
  }

  static let parts =
    [event, eventRun, eventCommand, eventType, runName]
    + [payload, head, anchor] + guards

  // What is stored is what is hashed: everything else about an event is computed from its body.
  private static let event = Part(
    name: "event",
    sql: """
      CREATE TABLE event (
        seq INTEGER PRIMARY KEY,
        body TEXT NOT NULL,
        leaf BLOB NOT NULL CHECK (length(leaf) = 32),
        run TEXT NOT NULL GENERATED ALWAYS AS (body ->> 'run') VIRTUAL,
        position INTEGER NOT NULL GENERATED ALWAYS AS (body ->> 'position') VIRTUAL,
        type TEXT NOT NULL GENERATED ALWAYS AS (body ->> 'type') VIRTUAL,
        command TEXT NOT NULL GENERATED ALWAYS AS (body ->> 'command') VIRTUAL,
        command_index INTEGER NOT NULL GENERATED ALWAYS AS (body ->> 'index') VIRTUAL
      ) STRICT
      """)

  private static let eventRun = Part(
    name: "event_by_run",
    sql: "CREATE UNIQUE INDEX event_by_run ON event (run, position)")

  private static let eventCommand = Part(
    name: "event_by_command",
    sql: "CREATE UNIQUE INDEX event_by_command ON event (run, command, command_index)")

  private static let eventType = Part(
    name: "event_by_type",
    sql: "CREATE INDEX event_by_type ON event (type, run, position)")

  private static let runName = Part(
    name: "run_by_name",
    sql: """
      CREATE UNIQUE INDEX run_by_name ON event (body ->> '$.what.name') WHERE type = 'run.opened'
      """)

  // The id is the commitment's digest.
  private static let payload = Part(
    name: "payload",
    sql: """
      CREATE TABLE payload (
        id BLOB PRIMARY KEY CHECK (length(id) = 32),
        salt BLOB NOT NULL CHECK (length(salt) >= 16),
        bytes BLOB NOT NULL
      ) STRICT
      """)

  private static let head = Part(
    name: "head",
    sql: "CREATE TABLE head (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT")

  private static let anchor = Part(
    name: "anchor",
    sql: """
      CREATE TABLE anchor (
        size INTEGER NOT NULL,
        kind TEXT NOT NULL,
        evidence BLOB NOT NULL
      ) STRICT
      """)

  // Guards against accidents, such as a shell opened for writing. They prove nothing.
  private static let guards = [
    Part(
      name: "event_is_appended",
      sql: """
        CREATE TRIGGER event_is_appended BEFORE INSERT ON event
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
        BEGIN SELECT RAISE(ABORT, 'events are only appended'); END
        """),
    Part(
      name: "event_is_never_updated",
      sql: """
        CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never updated'); END
        """),
    Part(
      name: "event_is_never_deleted",
      sql: """
        CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
        """),
    Part(
      name: "payload_is_never_updated",
      sql: """
        CREATE TRIGGER payload_is_never_updated BEFORE UPDATE ON payload
        BEGIN SELECT RAISE(ABORT, 'payloads are never updated'); END
        """),
  ]

  /// Writes the schema into an empty database, inside the transaction that is open.
  static func create(in connection: Connection) throws(JournalError) {
    for part in parts { try connection.run(part.sql) }
    try connection.run("PRAGMA application_id = \(applicationID)")
    try connection.run("PRAGMA user_version = \(version)")
  }

  /// Whether the file holds nothing yet.
  ///
  /// Throws when it holds something else than a journal.
  static func isMissing(in connection: Connection) throws(JournalError) -> Bool {
    let found = try connection.integer("PRAGMA application_id")
    let version = try connection.integer("PRAGMA user_version")
    if found == 0, version == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 {
      return true
    }
    guard found == applicationID else {
      throw .unusable(path: connection.path, .otherProgram)
    }
    guard version <= self.version else {
      throw .unusable(path: connection.path, .newerFormat(version: version))
    }
    return false
  }

  /// In what the file's schema differs from this one, in words.
  static func differences(in connection: Connection) throws(JournalError) -> [String] {
    let statement = try connection.prepared(
      "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
    defer { statement.reset() }
    let found = try connection.integer("PRAGMA user_version")
    var differences =
      found == version ? [] : ["user_version is \(found), not \(version)"]
    var missing = parts
    while try statement.step() {
      let name = statement.text(0)
      guard let index = missing.firstIndex(where: { $0.name == name }) else {
        differences.append("the schema has \(name), which is not temae's")
        continue
      }
      let part = missing.remove(at: index)
      if Array(part.sql.utf8) != statement.bytes(1) {
        differences.append("\(name) is not as temae made it")
      }
    }
    return differences + missing.map { "\($0.name) is missing from the schema" }
  }

  /// Whether events and payloads lie in tables, and not in a view or a virtual table.
  ///
  /// A view can have rows without end, or rows that cost as much as its author likes.
  static func hasTables(in connection: Connection) throws(JournalError) -> Bool {
    try connection.integer(
      """
      SELECT count(*) FROM sqlite_schema
      WHERE name IN ('event', 'payload') AND type = 'table' AND rootpage > 0
      """) == 2
  }
}
