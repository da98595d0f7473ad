/// What an activity did to the world, as far as the journal tells.
public struct Effect: Hashable, Sendable {
  /// Why it is held to have taken effect or not.
  public enum Basis: Hashable, Sendable {
    /// Its attempt ended well.
    case succeeded
    /// It was settled as done.
    case settledDone(SettlementEvidence)
    /// A person did it outside temae.
    case doneByHand
    /// A person did it and said so.
    case answered
    /// Its attempt ended badly, in a way that may have left something behind.
    case failed(FailureKind)
    /// It was settled as failed.
    case settledFailed(SettlementEvidence)
    /// A driver that had lost the run reported an end that may have left something behind.
    case late
    /// Its attempt may be at work.
    case open
    /// Nobody saw the end of its attempt.
    case lost
    /// Its attempt ended badly and left nothing behind.
    case withoutEffect(FailureKind)
    /// It was settled as not done.
    case settledNotDone(SettlementEvidence)
    /// It is always rolled back.
    case discarded
    /// The server lets it change nothing.
    case readOnly
    /// Nothing has run yet: it will have taken effect when the document has been carried out.
    case foreseen
  }

  /// How sure it is.
  public enum Certainty: String, Hashable, Sendable {
    /// It took effect, or will have.
    case certain
    /// It may have taken effect.
    case possible
    /// Its outcome is not known.
    case unknown
    /// It did not take effect.
    case none
  }

  /// Why it is held to have taken effect or not.
  public var basis: Basis
  /// The attempt that the basis is about; `nil` for what a person did.
  public var attempt: Int?
  /// The journal sequence of the event that says so; `nil` before a run.
  public var evidence: Int?
  /// Where the first and the last effect stand among those of the run.
  var first: Int, last: Int

  /// How sure it is.
  public var certainty: Certainty {
    switch basis {
    case .succeeded, .settledDone, .doneByHand, .answered, .foreseen: .certain
    case .failed, .settledFailed, .late: .possible
    case .open, .lost: .unknown
    case .withoutEffect, .settledNotDone, .discarded, .readOnly: .none
    }
  }
}
