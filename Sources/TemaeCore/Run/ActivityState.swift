/// What a run knows of one activity.
public struct ActivityState: Hashable, Sendable {
  /// The activity, or the form of it that the plan names: `9/counts@final`.
  public var id: String
  /// Where it stands.
  public var phase: ActivityPhase
  /// The number of attempts so far.
  public var attempts: Int
  /// The attempts since a person last decided; automatic retries count against the document's number.
  public var tries: Int
  /// The epoch whose driver intended the open attempt.
  public var epoch: Int?
  /// The open or last attempt's directory, relative to the journal's.
  public var directory: String?
  /// When the last attempt was intended, and when it ended.
  public var beganAt: Instant?, endedAt: Instant?
  /// The same by the boot clock of the newest driver's machine, in microseconds: steps of the wall
  /// clock do not move it.
  public var beganBoot: Int?, endedBoot: Int?
  /// Whether a person agreed that the block may run.
  public var isConfirmed: Bool
  /// What was found instead of the end of the last attempt, while nobody knows its outcome.
  public var evidence: String?
  /// Whether its success is recorded, and its database was pinned anew since: it may be gone.
  public var isInDoubt: Bool
  /// What the last probe said since the outcome became unknown.
  public var probed: ProbeAnswer?
  /// The indexes that the statement is about: before its first attempt, and since its last.
  public var indexesBefore: [IndexSighting]?, indexesAfter: [IndexSighting]?
  /// What the last attempt left at work; `nil` where nothing is.
  public var descendants: Descendants?
  /// What went wrong with the last attempt.
  public var failure: AttemptFailure?

  /// An activity of which nothing is known yet.
  public init(id: String) {
    self.id = id
    phase = .pending
    attempts = 0
    tries = 0
    isConfirmed = false
    isInDoubt = false
  }
}

extension ActivityState {
  /// Writes the fields of the state encoding.
  func encode(to writer: inout CanonicalWriter) {
    writer.field("attempts", attempts)
    writer.optional("begin", beganAt)
    writer.optional("beginBoot", beganBoot)
    writer.field("confirmed", isConfirmed)
    writer.optional("descendants", descendants)
    writer.optional("directory", directory)
    writer.optional("end", endedAt)
    writer.optional("endBoot", endedBoot)
    writer.optional("epoch", epoch)
    writer.optional("evidence", evidence)
    writer.optional("failure", failure)
    writer.field("id", id)
    writer.field("inDoubt", isInDoubt)
    writer.optional("indexesAfter", indexesAfter)
    writer.optional("indexesBefore", indexesBefore)
    writer.field("phase", phase)
    writer.optional("probed", probed)
    writer.field("tries", tries)
  }
}
