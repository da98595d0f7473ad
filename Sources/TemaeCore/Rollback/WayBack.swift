/// How an activity's effect can be undone, or why it cannot or need not be.
public enum WayBack: Hashable, Sendable {
  /// Nothing took effect.
  case noEffect
  /// Its outcome is found out first.
  case settleFirst
  /// These blocks and items undo it, in this order.
  case blocks([Activity])
  /// The blocks that undo another activity of its step undo it as well.
  case together(with: String)
  /// The document says that nothing needs to be undone.
  case notNeeded
  /// A person's answer beside the changes of its step: temae cannot tell whether it altered anything.
  case answer
  /// It dropped what an interrupted build of an index had left behind.
  case tidied
  /// The backup that this step took covers it; the event is the step's end, `nil` before a run.
  case covered(step: String, event: Int?)
  /// It cannot be undone, or nobody wrote down how.
  case impossible(Obstacle)

  /// Why something cannot be undone.
  public enum Obstacle: Hashable, Sendable {
    /// The document says that it cannot be.
    case document(reason: String)
    /// The document has neither a rollback block for it nor a fact.
    case unwritten
    /// The document has several ways back for the step, and a person has to choose one of them.
    case alternatives([String])
    /// The step whose backup should cover it had not ended well when it took effect.
    case notCovered(step: String)
    /// The section undoes the whole step, and this one came between.
    case between(section: String, other: String)
    /// An amendment took it out of the document.
    case removed
    /// A person typed it.
    case typed
    /// It repaired something.
    case remedy
  }

  /// What a rollback would do.
  public var verdict: RollbackVerdict {
    switch self {
    case .noEffect, .notNeeded, .answer, .tidied: .nothing
    case .settleFirst: .unsettled
    case .blocks, .together: .compensate
    case .covered: .covered
    case .impossible: .irreversible
    }
  }
}
