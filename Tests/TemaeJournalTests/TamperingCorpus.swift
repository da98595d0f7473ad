@testable import TemaeJournal

extension Tampering {
  /// Everything that is tried.
  static let corpus = rows + payloads + bodies + schemas + files

  private static let rows = [
    Tampering("a body is edited", .bad(4), sql: edit(4)),
    Tampering(
      "a leaf is edited", .bad(2), sql: "UPDATE event SET leaf = zeroblob(32) WHERE seq = 2"),
    Tampering("an event is deleted", .bad(3), sql: "DELETE FROM event WHERE seq = 3"),
    Tampering("the first event is deleted", .bad(1), sql: "DELETE FROM event WHERE seq = 1"),
    Tampering(
      "a deletion is closed up", .bad(3), sql: "DELETE FROM event WHERE seq = 3",
      "UPDATE event SET seq = -seq WHERE seq > 3", "UPDATE event SET seq = -seq - 1 WHERE seq < 0"),
    Tampering(
      "two rows change places", .bad(3), sql: "UPDATE event SET seq = 100 WHERE seq = 3",
      "UPDATE event SET seq = 3 WHERE seq = 4", "UPDATE event SET seq = 4 WHERE seq = 100"),
    Tampering(
      "the order is turned round", .bad(1), sql: "UPDATE event SET seq = -seq",
      "UPDATE event SET seq = seq + 7"),
    Tampering(
      "an event is inserted", .bad(4), sql: "UPDATE event SET seq = -seq WHERE seq > 3",
      "UPDATE event SET seq = 1 - seq WHERE seq < 0", insert(4)),
    Tampering("an event is put before the first", .bad(1), sql: insert(0)),
    Tampering("an event is appended with a gap", .bad(7), sql: insert(9)),
    Tampering("an event is appended", .bad(7), sql: insert(7)),
    Tampering(
      "the last event is cut off", .whole, sql: "DELETE FROM event WHERE seq = 6",
      "DELETE FROM payload WHERE bytes = CAST('note 6' AS BLOB)"),
    Tampering("all events are deleted", .whole, sql: "DELETE FROM event", "DELETE FROM payload"),
  ]

  private static let payloads = [
    Tampering(
      "a payload's bytes are changed", .bad(4),
      sql: "UPDATE payload SET bytes = CAST('vote 4' AS BLOB) WHERE \(note(4))"),
    Tampering(
      "a payload is cut", .bad(4), sql: "UPDATE payload SET bytes = x'' WHERE \(note(4))"),
    Tampering(
      "a salt is changed", .bad(5), sql: "UPDATE payload SET salt = zeroblob(16) WHERE \(note(5))"),
    Tampering(
      "a byte moves from the salt to the payload", .bad(5),
      sql: """
        UPDATE payload SET salt = CAST(salt || substr(bytes, 1, 1) AS BLOB), bytes = substr(bytes, 2)
        WHERE \(note(5))
        """),
    Tampering("a payload is removed", .bad(5), sql: "DELETE FROM payload WHERE \(note(5))"),
    // Nothing that an event says changes by it.
    Tampering(
      "a payload is added", .whole,
      sql: "INSERT INTO payload VALUES (zeroblob(32), zeroblob(16), x'00')"),
  ]

  private static let bodies = [
    body("an edit whose leaf fits shows at the next event", 4, .bad(5), "okubo", "naoto"),
    body("another sequence", 6, .bad(6), #""seq":6"#, #""seq":7"#),
    body("another position", 6, .bad(6), #""position":6"#, #""position":7"#),
    body("another link", 6, .bad(6), #""prev":""#, #""prev":"0"#),
    body("no link", 6, .bad(6), #""prev":"#, #""prew":"#),
    body("a link that is a number", 6, .bad(6), #""prev":"#, #""prev":1,"prew":"#),
    body("a repeated key", 6, .bad(6), #""index":0"#, #""index":0,"index":0"#),
    body("keys out of order", 6, .bad(6), #""index":0"#, #""index":0,"aaa":0"#),
    body("a space", 6, .bad(6), #""index":0"#, #""index": 0"#),
    body("a float", 6, .bad(6), #""index":0"#, #""index":0.0"#),
    body("minus zero", 6, .bad(6), #""index":0"#, #""index":-0"#),
    body("an integer that is too large", 6, .bad(6), #""boot":"#, #""boot":9007199254740993"#),
    body("an integer of thousands of digits", 6, .bad(6), #""boot":"#, #""boot":\#(digits)"#),
    body("null", 6, .bad(6), #""boot":12345"#, #""boot":null"#),
    body("a needless escape", 6, .bad(6), #""host":"tea""#, #""host":"\u0074ea""#),
    body("half a surrogate", 6, .bad(6), #""host":"tea""#, #""host":"\ud800""#),
    body("what follows the object", 6, .bad(6), "}}}", "}}} "),
    body("nesting too deep", 6, .bad(6), #""what":{"#, #""what":{"a":\#(nesting),"#),
    body("a run that is a list", 6, .bad(6), #""run":""#, #""run":[1],"rum":""#),
    body("true instead of 1", 1, .bad(1), #""seq":1"#, #""seq":true"#),
    body("a position of true", 1, .bad(1), #""position":1"#, #""position":true"#),
    body(
      "a digest that is a number", 6, .whole, unknown.old,
      unknown.new + #""a":{"digest":1,"length":1,"media":"x"},"#),
    body(
      "a digest that is no hexadecimal", 6, .whole, unknown.old,
      unknown.new + #""a":{"digest":"tea","length":1,"media":"x"},"#),
  ]

  private static let schemas = [
    schema("a trigger is removed", .bad(nil), "DROP TRIGGER event_is_never_deleted"),
    schema(
      "a trigger is changed", .bad(nil), "DROP TRIGGER event_is_never_updated",
      "CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event BEGIN SELECT 1; END"),
    schema(
      "a trigger is added", .bad(nil),
      "CREATE TRIGGER mine AFTER INSERT ON event BEGIN DELETE FROM payload; END"),
    schema("a table is added", .bad(nil), "CREATE TABLE mine (a)"),
    schema("a view is added", .bad(nil), "CREATE VIEW mine AS SELECT 1"),
    schema("an index is removed", .bad(nil), "DROP INDEX run_by_name"),
    schema(
      "an index is changed", .bad(nil), "DROP INDEX event_by_run",
      "CREATE INDEX event_by_run ON event (run, position)"),
    schema("a column is added", .bad(nil), "ALTER TABLE event ADD COLUMN mine TEXT"),
    schema("a column has another name", .bad(1), "ALTER TABLE event RENAME COLUMN body TO text"),
    schema("a table has another name", .bad(nil), "ALTER TABLE event RENAME TO events"),
    schema("the payloads have another name", .bad(nil), "ALTER TABLE payload RENAME TO payloads"),
    schema("a table is removed", .bad(nil), "DROP TABLE anchor"),
    schema("the format is older", .bad(nil), "PRAGMA user_version = 0"),
    schema("the format is negative", .bad(nil), "PRAGMA user_version = -1"),
    schema("the format is newer", .refused, "PRAGMA user_version = 2"),
    schema("it is another program's", .refused, "PRAGMA application_id = 7"),
    schema(
      "a view without end stands for the events", .bad(nil),
      "ALTER TABLE event RENAME TO events",
      """
      CREATE VIEW event AS WITH RECURSIVE more (seq) AS
      (SELECT 1 UNION ALL SELECT seq + 1 FROM more) SELECT seq, 'tea' AS body, x'' AS leaf FROM more
      """),
    generatedColumn,
    nameUsedTwice,
  ]

  private static let files = [
    // SQLite reads as many pages as its header says, and so nothing of it.
    file("garbage is appended", .whole, "head -c 5000 /dev/urandom >>$F"),
    file("pages are cut off", .bad(nil), "truncate -s 8192 $F"),
    file("the header is overwritten", .refused, "seq 99 | dd of=$F conv=notrunc 2>&1"),
    file("the file is empty", .refused, ": >$F"),
    file(
      "a page of the schema is overwritten", .bad(nil),
      "head -c 3900 /dev/zero | tr '\\0' x | dd of=$F bs=1 seek=100 conv=notrunc 2>&1"),
    file(
      "a page of events is overwritten", .bad(1),
      """
      R=$(sqlite3 -readonly $F "SELECT rootpage FROM sqlite_schema WHERE name = 'event'")
      head -c 4096 /dev/zero | tr '\\0' x | dd of=$F bs=4096 seek=$((R - 1)) conv=notrunc 2>&1
      """),
  ]

  private static let generatedColumn = Tampering("a generated column is changed", .bad(nil)) {
    _ = shell(
      """
      sqlite3 -cmd '.dbconfig defensive off' \($0.path) "PRAGMA writable_schema = 1; \
      UPDATE sqlite_schema SET sql = replace(sql, '''position''', '''seq''') WHERE name = 'event'"
      """)
  }

  // The index that forbids it has to go.
  private static let nameUsedTwice = Tampering("a run's name is used twice", .bad(nil)) { fixture in
    let journal = try fixture.open(.write)
    try journal.openRun("01920000-0000-7000-8000-000000000002", name: "tea-2")
    try fixture.tamper("DROP INDEX run_by_name", keepingGuards: true)
    try fixture.rewrite(from: 7) { $0.replacing("tea-2", with: "tea-1") }
  }

  // An event of a type that this version does not know: its fields are not looked at.
  private static let unknown = (
    old: #""type":"note.added","v":1,"what":{"#, new: #""type":"tea.poured","v":1,"what":{"#
  )
  private static let digits = String(repeating: "1", count: 6_000)
  private static let nesting =
    String(repeating: "[", count: 500) + String(repeating: "]", count: 500)

  private static func note(_ number: Int) -> String { "bytes = CAST('note \(number)' AS BLOB)" }

  private static func edit(_ sequence: Int) -> String {
    "UPDATE event SET body = replace(body, 'okubo', 'naoto') WHERE seq = \(sequence)"
  }

  /// A copy of the third event at another place, as another position and another command.
  private static func insert(_ sequence: Int) -> String {
    """
    INSERT INTO event (seq, body, leaf) SELECT \(sequence), replace(replace(body,
    '"position":3', '"position":103'), '"note-3"', '"note-x"'), leaf FROM event WHERE seq = 3
    """
  }
}
