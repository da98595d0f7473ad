/// A secret that what remains of a run cannot do without.
public struct NeededSecret: Hashable, Sendable {
  /// Where its value came from, or comes from.
  public enum Origin: Hashable, Sendable {
    /// The front matter lists the variable.
    case declared
    /// A secret parameter, with its prompt and default.
    case parameter(prompt: String?, defaultValue: String?)
    /// A block exported it; which one, where the journal tells.
    case exported(by: String?)
    /// A block's result, kept as a value.
    case captured(by: String)
  }

  /// The variable's name, or the captured value's.
  public var name: String
  /// Where its value comes from.
  public var origin: Origin
  /// The blocks that remain and name it, by id; empty where every block is given it.
  public var users: [String]
  /// By what the value that the run had is known again.
  public var check: Digest?

  /// Makes it from its parts.
  public init(name: String, origin: Origin, users: [String] = [], check: Digest? = nil) {
    self.name = name
    self.origin = origin
    self.users = users
    self.check = check
  }

  /// The name under which it is journaled: `@name` for a captured value.
  public var journalName: String { isCaptured ? "@\(name)" : name }

  /// The variable in which the environment may give it.
  public var variable: String {
    guard isCaptured else { return name }
    return "TEMAE_VALUE_\(String(name.map { $0 == "-" ? "_" : $0 }).uppercased())"
  }

  /// Whether it is the result of a block.
  public var isCaptured: Bool {
    if case .captured = origin { true } else { false }
  }

  /// The block that produced it; `nil` for what people give.
  public var producer: String? {
    switch origin {
    case .declared, .parameter: nil
    case .exported(let activity): activity
    case .captured(let activity): activity
    }
  }

  /// Whether another value than before would be another run.
  public var isProduced: Bool {
    switch origin {
    case .declared, .parameter: false
    case .exported, .captured: true
    }
  }

  /// What it is for, in words.
  public var purpose: String {
    let named = users.isEmpty ? "" : ", used by \(users.joined(separator: ", "))"
    switch origin {
    case .declared: return "the runbook declares it a secret"
    case .parameter(let prompt, _):
      return "a secret parameter of the runbook" + (prompt.map { ": \($0)" } ?? "")
    case .exported(let activity):
      return "a secret that \(activity ?? "an earlier block") exported" + named
    case .captured(let activity):
      return "the secret value @\(name) that \(activity) captured" + named
    }
  }
}
