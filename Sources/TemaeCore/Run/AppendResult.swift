/// What became of an append.
public enum AppendResult: Hashable, Sendable {
  /// The entries are durable.
  case recorded([Entry])
  /// The run has moved on to this position: decide again.
  case conflict(position: Int)
  /// Another driver holds the run with this epoch: stop.
  case fenced(epoch: Int)
  /// The disk is full and nothing was recorded; a reserve was given up, and a small append fits.
  case full
}
