/// Why the machine stopped a run.
public enum HaltReason: String, CanonicalWord {
  /// An activity failed, or a check did not hold.
  case failed
  /// A person is needed, or answered no.
  case person
  /// An outcome is unknown and nothing can settle it but a person.
  case unknown
  /// A database is not the one that was pinned.
  case target
  /// A file is not the one that the run has.
  case changed
  /// The driver was asked to stop.
  case interrupted
  /// The disk of the journal is full; this was the last event that it had room for.
  case disk
}
