/// What must hold of the run for an append to be recorded.
public enum AppendCondition: Hashable, Sendable {
  /// Facts of the driver with this epoch: always recorded, as late evidence when the lease has gone on.
  case facts(epoch: Int)
  /// Intents of the driver: the epoch is the newest and the run stands at this position.
  case intents(epoch: Int, position: Int)
  /// A person's command: the run stands at this position. Position 0 opens the run.
  case command(position: Int)
}
