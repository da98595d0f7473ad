/// What a rehearsal found of a step, in one word.
public enum RehearsalVerdict: String, CanonicalWord {
  /// It altered nothing in the database.
  case nothing
  /// All that it altered is as it was.
  case undone
  /// Its way back was taken, and left differences.
  case differs
  /// Something in it was not undone.
  case notUndone
  /// Nothing in it that alters anything was carried out.
  case notRehearsed
}
