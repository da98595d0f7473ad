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
  /// These blocks have undone it.
  case undone(by: [Activity])
  /// A person undid it, or saw that nothing of it is left, at the turn of this activity.
  case undoneByHand(at: String)
  /// The rollback goes back to the end of this step, and it took effect before that.
  case kept(upTo: String)

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
    /// A person decided that this block, which undoes it, is not carried out.
    case skipped(block: String)
  }

  /// Whether it is one of what is to be undone, or has been.
  var isUndoing: Bool {
    switch self {
    case .blocks, .together, .covered, .undone, .undoneByHand: true
    case .noEffect, .settleFirst, .notNeeded, .answer, .tidied, .impossible, .kept: false
    }
  }

  /// Whether it stays because the rollback does not go back so far.
  var isKept: Bool {
    if case .kept = self { true } else { false }
  }

  /// Whether a person has to undo it, or to say that it stays.
  var isForPerson: Bool {
    switch self {
    case .covered: true
    case .impossible(let obstacle):
      switch obstacle {
      case .document, .skipped: false
      case .unwritten, .alternatives, .notCovered, .between, .removed, .typed, .remedy: true
      }
    case .noEffect, .settleFirst, .blocks, .together, .notNeeded, .answer, .tidied, .undone,
      .undoneByHand, .kept:
      false
    }
  }

  /// What a rollback would do.
  public var verdict: RollbackVerdict {
    switch self {
    case .noEffect, .notNeeded, .answer, .tidied, .undone, .undoneByHand, .kept: .nothing
    case .settleFirst: .unsettled
    case .blocks, .together: .compensate
    case .covered: .covered
    case .impossible: .irreversible
    }
  }
}
