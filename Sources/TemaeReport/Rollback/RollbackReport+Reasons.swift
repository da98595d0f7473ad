import TemaeCore

extension RollbackReport {
  /// Why a rollback would do that: what the journal tells of the activity, and what the document says.
  func reason(of item: RollbackPlan.Item) -> String {
    let evidence = item.effect.evidence.map { " (event \($0))" } ?? ""
    let effect = item.effect.basis.words + evidence
    switch item.way {
    case .noEffect, .settleFirst: return effect
    case .blocks(let blocks): return "\(effect): undone by \(Self.names(blocks))"
    case .together(let other): return "\(effect): undone together with \(other)"
    case .notNeeded: return "\(effect): the document says that no undoing is needed"
    case .tidied: return "\(effect): it dropped what an interrupted build had left behind"
    case .answer:
      return "\(effect), beside the changes of its step; whether that altered anything is not known"
    case .covered(let step, let event):
      let end = event.map { ", which ended before it (event \($0))" } ?? ""
      return "\(effect): covered by the backup of step \(step)\(end), as the document says; "
        + "what was written since is lost with it"
    case .impossible(let obstacle): return "\(effect): \(obstacle.words)"
    case .undone(let blocks): return "\(effect), and was undone by \(Self.names(blocks))"
    case .undoneByHand: return "\(effect), and a person undid it, or saw that nothing of it is left"
    case .kept(let step): return "\(effect), before the end of step \(step): it stays"
    }
  }

  private static func names(_ blocks: [Activity]) -> String {
    blocks.map(\.id).joined(separator: ", ")
  }
}

extension RollbackVerdict {
  /// How a verdict is shown.
  var mark: StateMark {
    switch self {
    case .compensate: StateMark(glyph: "↶", word: rawValue, tone: .active)
    case .nothing: StateMark(glyph: "–", word: rawValue, tone: .faint)
    case .covered: StateMark(glyph: "◈", word: rawValue, tone: .warning)
    case .irreversible: StateMark(glyph: "✗", word: rawValue, tone: .bad)
    case .unsettled: StateMark(glyph: "?", word: rawValue, tone: .warning)
    }
  }
}

extension Effect.Basis {
  /// What is known of the effect, in words.
  var words: String {
    switch self {
    case .succeeded: "it succeeded"
    case .settledDone(let evidence): "it took effect by \(evidence.words)"
    case .doneByHand: "a person did it by hand"
    case .answered: "a person answered yes"
    case .failed(let kind): "it failed (\(kind.words)) and may have taken effect"
    case .settledFailed(let evidence):
      "it failed by \(evidence.words) and may have taken effect"
    case .late: "a driver that had lost the run reported an end of it, so it may have taken effect"
    case .open: "its attempt has begun and has not ended"
    case .lost: "nobody saw how its attempt ended"
    case .withoutEffect(let kind): "it failed (\(kind.words)) and left nothing behind"
    case .settledNotDone(let evidence): "it did not take effect by \(evidence.words)"
    case .discarded: "it is always rolled back"
    case .readOnly: "the server lets it change nothing"
    case .foreseen: "when it has been done"
    }
  }
}

extension WayBack.Obstacle {
  /// Why something cannot be undone, in words.
  var words: String {
    switch self {
    case .document(let reason): "irreversible, says the document: \(reason)"
    case .unwritten: "the document does not say how to undo it"
    case .alternatives(let titles):
      "the document has several ways back for its step, choose one with --scope: "
        + titles.joined(separator: ", ")
    case .notCovered(let step):
      "the document counts on the backup of step \(step), which had not ended well before it"
    case .between(let section, let other):
      "the section \(section) undoes the step as a whole, and something came between it and \(other)"
    case .removed: "an amendment took it out of the document, and its way back with it"
    case .typed: "it was typed in the run, and the document has no way back for it"
    case .remedy: "it was a remedy, and the document has no way back for it"
    case .skipped(let block): "a person decided that \(block), which undoes it, is not carried out"
    }
  }
}
