/// What the runner must do next.
public enum Decision: Hashable, Sendable {
  /// Start an attempt of this activity.
  case start(activity: String, attempt: Int)
  /// Look at a database before an effect that does not look itself.
  case observe(database: String)
  /// Look at the indexes that a statement is about: before its first attempt, or after one.
  case inspect(activity: String, attempt: Int)
  /// Find out how an attempt ended that an earlier driver left open.
  case settle(activity: String, attempt: Int)
  /// Record what the probe or the catalog showed of an attempt whose end nobody saw.
  case conclude(activity: String, attempt: Int, verdict: SettlementVerdict)
  /// Nothing starts before what the attempt left behind has ended, or a person decides.
  case awaitDescendants(activity: String, attempt: Int)
  /// End a watch: its time has come.
  case endWatch(activity: String, attempt: Int)
  /// Nothing is due before this instant; a person or a watch may come first.
  case wait(until: Instant, stage: String)
  /// Only a person can say.
  case ask(Question)
  /// Stop, and say why.
  case halt(reason: HaltReason, activity: String?)
  /// Record what a rollback undoes: nothing is unsettled any more.
  case planRollback
  /// Everything has been dealt with.
  case finish
  /// Nothing is to be done: the run is paused, halted, aborted or completed.
  case rest
}
