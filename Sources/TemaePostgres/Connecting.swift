/// How long our own waits may last.
enum Connecting {
  /// How long a connection may take to come about, in seconds.
  static let timeoutSeconds = 10
  /// How long a statement waits for a lock, in seconds, unless the block itself says otherwise.
  static let lockTimeoutSeconds = 10
  /// How long the server lets an open transaction wait for the next statement, in seconds: a
  /// vanished client must not keep its locks.
  static let idleInTransactionTimeoutSeconds = 60
  /// How much longer than the statement time-out an answer may take, in seconds, before the
  /// connection is given up: the server itself may hang.
  static let answerGraceSeconds = 30
  /// For a question of ours: no statement of ours works for long.
  static var patience: Session.Patience {
    Session.Patience(limit: .seconds(300)) { .giveUp("no answer in 300 s") }
  }
  /// For a question whose answer needs no work: a connection that does not answer it is gone.
  static var shortPatience: Session.Patience {
    Session.Patience(limit: .seconds(10)) { .giveUp("no answer in 10 s") }
  }
}
