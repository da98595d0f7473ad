import Testing

extension Workplace {
  /// Changes a body and computes every link and leaf anew, as a careful forger would.
  private static let forgery = """
    import hashlib, sqlite3, sys
    journal = sqlite3.connect("journals/temae.sqlite")
    guards = journal.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in guards: journal.execute(f"DROP TRIGGER {name}")
    before = after = None
    for seq, body in journal.execute("SELECT seq, body FROM event ORDER BY seq").fetchall():
        leaf = hashlib.sha256(b"\\0" + body.encode()).hexdigest()
        body = body.replace(*sys.argv[1:])
        if before: body = body.replace(f'"prev":"{before}"', f'"prev":"{after}"')
        before, after = leaf, hashlib.sha256(b"\\0" + body.encode()).hexdigest()
        journal.execute("UPDATE event SET body = ?, leaf = ? WHERE seq = ?",
                        (body, bytes.fromhex(after), seq))
    for _, sql in guards: journal.execute(sql)
    journal.commit()
    """

  /// Replaces a text in every event of the journal, so that every hash and link is right again.
  func forge(_ old: String, _ new: String) throws {
    try write("forge.py", Self.forgery)
    try write(".old", old)
    try write(".new", new)
    let forge = "cd '\(path)' && python3 forge.py \"$(cat .old)\" \"$(cat .new)\""
    try #require(try Self.shell(forge) == 0)
  }
}
