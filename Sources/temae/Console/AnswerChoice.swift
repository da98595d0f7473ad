import TemaeCore
import TemaeRunner

/// One way to answer a question, before its reason is known.
enum AnswerChoice: Hashable, Sendable {
  case yes, no, skip, retry, done, again, failed, proceed, end, halt
  /// Run this remedy.
  case remedy(String)

  /// Whether words beside the choice are needed.
  enum Words: Hashable, Sendable {
    /// There is nothing to add.
    case none
    /// They are kept as a note or a reason.
    case optional
    /// The choice deviates from the document: it needs a reason.
    case required
  }

  /// The choices that a question has, in the order in which they are shown.
  static func choices(for question: Question) -> [AnswerChoice] {
    switch question {
    case .item, .confirm: [.yes, .no, .skip, .halt]
    case .failure(_, let remedies):
      [.retry] + remedies.map(AnswerChoice.remedy) + [.skip, .done, .halt]
    case .unknown: [.done, .again, .failed, .halt]
    case .descendants: [.end, .proceed, .halt]
    case .running: [.end, .halt]
    case .needs: [.proceed, .halt]
    }
  }

  /// What is typed for it: a word, whose first letter is enough.
  var word: String {
    switch self {
    case .yes: "yes"
    case .no: "no"
    case .skip: "skip"
    case .retry: "retry"
    case .done: "done"
    case .again: "again"
    case .failed: "failed"
    case .proceed: "proceed"
    case .end: "end"
    case .halt: "halt"
    case .remedy(let id): id
    }
  }

  /// Whether words beside it are needed.
  var words: Words {
    switch self {
    case .halt: .none
    case .yes, .no, .retry, .remedy: .optional
    case .skip, .done, .again, .failed, .proceed, .end: .required
    }
  }

  /// The answer with its words; `nil` where words are needed and there are none.
  func answer(_ words: String?) -> Answer? {
    switch self {
    case .yes: .yes(note: words)
    case .no: .no(note: words)
    case .retry: .retry(reason: words)
    case .remedy(let id): .remedy(id, reason: words)
    case .halt: .halt
    case .skip: words.map(Answer.skip(reason:))
    case .done: words.map(Answer.done(reason:))
    case .again: words.map(Answer.again(reason:))
    case .failed: words.map(Answer.failed(reason:))
    case .proceed: words.map(Answer.proceed(reason:))
    case .end: words.map(Answer.end(reason:))
    }
  }
}
