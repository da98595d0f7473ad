import TemaeCore

/// An answer as it is typed on a command line.
enum PersonAnswer: Hashable {
  case yes, no, retry, skip, done, again, failed, proceed, end
  /// Run the remedy with this id.
  case remedy(String)

  /// Reads a word; a word with a slash is the id of a remedy.
  init?(_ word: String) {
    switch word {
    case "yes", "y": self = .yes
    case "no", "n": self = .no
    case "retry": self = .retry
    case "skip": self = .skip
    case "done": self = .done
    case "again": self = .again
    case "failed": self = .failed
    case "proceed": self = .proceed
    case "end": self = .end
    default:
      guard word.contains("/") else { return nil }
      self = .remedy(word)
    }
  }

  /// Whether it deviates from the document, so that a reason must be given.
  var needsReason: Bool {
    switch self {
    case .yes, .no, .retry, .remedy: false
    case .skip, .done, .again, .failed, .proceed, .end: true
    }
  }

  /// The command that it stands for.
  ///
  /// - Throws: ``Failure`` with ``TemaeExit/usage`` where a needed reason is missing.
  func command(_ subject: String, words: Commitment?) throws(Failure) -> Command {
    switch self {
    case .yes: return .answer(activity: subject, .yes, note: words)
    case .no: return .answer(activity: subject, .no, note: words)
    case .retry: return .retry(activity: subject, reason: words)
    case .remedy(let id): return .remedy(activity: subject, remedy: id, reason: words)
    case .skip, .done, .again, .failed, .proceed, .end: break
    }
    guard let words else { throw Failure(.usage, "a reason is needed", next: "add --reason TEXT") }
    return switch self {
    case .yes, .no, .retry, .remedy, .skip: .skip(activity: subject, reason: words)
    case .done: .settle(activity: subject, .done, reason: words)
    case .again: .settle(activity: subject, .again, reason: words)
    case .failed: .settle(activity: subject, .failed, reason: words)
    case .proceed: .overrule(subject: subject, reason: words)
    case .end: .end(activity: subject, reason: words)
    }
  }
}
