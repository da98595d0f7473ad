import TemaeCore

extension Attempt {
  /// Passes where the index that is to be dropped is still the invalid one that a person saw: it may
  /// have been rebuilt meanwhile.
  func requireInvalid(_ index: IndexSighting, _ session: Session) throws(Ending) {
    let isThere = try own(session) { session throws(Session.Trouble) in
      try session.askValue(
        """
        select exists (select from pg_catalog.pg_index i where not i.indisvalid
          and i.indexrelid = $1::pg_catalog.oid and i.indexrelid = pg_catalog.to_regclass($2))
        """, [String(index.objectID), index.name])
    }
    guard isThere != "t" else { return }
    throw .refusal(
      "\(index.name) is not the invalid index any more that was left behind: it was dropped or built "
        + "anew meanwhile. Nothing was sent; look at it, then say what is true.")
  }

  /// `IF NOT EXISTS` passes over an invalid index and succeeds: nobody would find out.
  func requireValid(_ step: Script.Step, _ session: Session) throws(Ending) {
    guard let statement = ConcurrentIndex(step.text), statement.kind == .create,
      statement.isConditional
    else { return }
    let found: IndexReport
    do {
      found = try IndexInspection(statement: statement).run(session)
    } catch {
      throw Ending(status: .lost("whether the index is valid could not be asked: \(error)"))
    }
    guard let index = found.indexes.first(where: { !$0.isValid }) else { return }
    throw .refusal(
      "\(index.name) was there before and is invalid, and IF NOT EXISTS passed over it: the server "
        + "does not use it. Drop it, then try again.", line: step.line)
  }
}
