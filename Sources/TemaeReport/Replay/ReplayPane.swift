/// A part of the screen on which a run is looked back at.
public enum ReplayPane: CaseIterable, Sendable {
  /// What happened around the moment.
  case events
  /// What the machine decided then, why, and what came of it.
  case decision
  /// Where the run and its activities stood.
  case state
  /// What had been printed.
  case output
}
