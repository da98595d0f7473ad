/// How far dumping or restoring has come.
public enum DumpProgress: Hashable, Sendable {
  /// The snapshot is held; this many tables have rows of their own.
  case began(tableCount: Int)
  /// pg_dump or pg_restore has begun with the rows of this many tables.
  case rows(tableCount: Int)
  /// pg_restore is past the rows, and makes indexes and constraints.
  case indexing(name: String)
  /// A table or sequence is about to be counted and digested, the first one being 1.
  case digesting(name: String, number: Int)
}
