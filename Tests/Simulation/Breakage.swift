/// A law of the machine broken on purpose: a port that does not keep its promise.
enum Breakage: CaseIterable, Sendable {
  /// The journal says that entries are durable before they are.
  case acknowledgesEarly
  /// The journal stores something else than it acknowledged.
  case storesAnother
  /// The journal changes an entry later.
  case rewritesHistory
  /// The database reports a connection that was lost as a success.
  case reportsLostAsSuccess
  /// The journal takes the intents of a driver that was taken over from.
  case fenceIsOff
  /// A script's bytes change between intent and start.
  case scriptChanges
  /// The console answers yes although nobody did.
  case answersByDefault
  /// The driver is not told which value is a secret.
  case maskIsOff
  /// The journal stores a success as a verdict to try again.
  case forgetsSuccess
  /// A crash takes the entries of the last append with it.
  case losesAcknowledged
  /// The database applies a change again when it is asked how it ended.
  case appliesTwice
  /// The database does what it is sent by somebody who does not hold it.
  case holdIsOff
  /// A standby that lost something claims to go on with the history of the server before.
  case hidesTimeline
  /// A block that undoes something says that it is done before it is.
  case undoesLate
  /// A block that undoes something says that it is done, and does nothing.
  case undoesNothing
  /// Whoever is asked only ever stops.
  case neverAnswers
}
