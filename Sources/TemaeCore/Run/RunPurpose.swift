/// What a run is for, where it is not to change what it names.
public enum RunPurpose: String, CanonicalWord {
  /// It works on a copy, and counts nowhere as a run.
  case rehearsal
}
