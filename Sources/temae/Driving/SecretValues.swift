import TemaeCore
import TemaeReport
import TemaeRunner

/// Finds the secrets that a run needs: in the environment, else with the person at the terminal.
///
/// None is guessed, and none comes from the journal. What a block had produced must be the value that
/// the run had, where that can be told.
struct SecretValues {
  /// The run's name; `nil` before it is opened.
  var run: String?
  /// Knows the values again that the run had.
  var check: SecretCheck?
  /// Whether nobody is to be asked.
  var isUnattended: Bool
  var options: SharedOptions

  /// The value of each, asked for where the environment does not have it.
  ///
  /// - Throws: ``Failure`` when one cannot be had; nothing has been recorded then.
  func supply(_ needed: [NeededSecret]) async throws(Failure) -> [SuppliedSecret] {
    var supplied: [SuppliedSecret] = []
    var missing: [(secret: NeededSecret, reason: String)] = []
    for secret in needed {
      switch find(secret) {
      case .found(let value): supplied.append(SuppliedSecret(secret: secret, value: value))
      case .missing(let reason): missing.append((secret, reason))
      }
    }
    guard missing.isEmpty || !isUnattended && StandardStream.canAsk else {
      throw refusal(missing)
    }
    for (secret, reason) in missing {
      let value = try await ask(for: secret, because: reason)
      supplied.append(SuppliedSecret(secret: secret, value: value))
    }
    for supplied in supplied where supplied.value.utf8.count < Mask.shortestSecret {
      options.remark(
        "\(supplied.secret.variable) is shorter than \(Mask.shortestSecret) characters: "
          + "it cannot be masked where a command prints it")
    }
    return supplied
  }

  private enum Finding {
    case found(String)
    case missing(String)
  }

  private enum Comparison {
    case same, different, unknown
  }

  private func find(_ secret: NeededSecret) -> Finding {
    guard let value = Environment.value(secret.variable) else {
      guard case .parameter(_, let standard?) = secret.origin else {
        return .missing("it is not in the environment")
      }
      // The default is a value that the run had only where that can be told.
      guard run != nil, compare(standard, secret) != .same else { return .found(standard) }
      return .missing("it is not in the environment")
    }
    guard secret.isProduced else {
      sayIfChanged(value, secret)
      return .found(value)
    }
    switch compare(value, secret) {
    case .same: return .found(value)
    case .different: return .missing("the environment's is not the value that the run had")
    case .unknown:
      sayUnchecked(secret)
      return .found(value)
    }
  }

  private func compare(_ value: String, _ secret: NeededSecret) -> Comparison {
    guard let known = secret.check, let check else { return .unknown }
    return check.digest(of: value, named: secret.journalName) == known ? .same : .different
  }

  private func sayIfChanged(_ value: String, _ secret: NeededSecret) {
    guard compare(value, secret) == .different else { return }
    options.remark(
      "\(secret.variable) is not the value that the run had before: commands get the new one")
  }

  private func sayUnchecked(_ secret: NeededSecret) {
    options.remark(
      "\(secret.variable) cannot be checked against the value that the run had: the key to that is "
        + "gone")
  }

  private func ask(
    for secret: NeededSecret, because reason: String
  ) async throws(Failure) -> String {
    var prompt = SecretPrompt()
    let purpose = SafeText.neutralized(secret.purpose)
    StandardStream.error.write("\(secret.variable): \(purpose); \(reason)\n")
    var refused: String?
    while true {
      let value = try await prompt.read("\(secret.variable) (what you type is not shown): ")
      guard !value.isEmpty else {
        StandardStream.error.write("an empty value is none; Ctrl-C stops here\n")
        continue
      }
      switch compare(value, secret) {
      case .same: return value
      case .unknown:
        if secret.isProduced { sayUnchecked(secret) }
        return value
      case .different:
        guard secret.isProduced, value != refused else {
          sayIfChanged(value, secret)
          return value
        }
        refused = value
        StandardStream.error.write(
          "that is not the value that the run had; type it once more to use it all the same\n")
      }
    }
  }

  private func refusal(_ missing: [(secret: NeededSecret, reason: String)]) -> Failure {
    let lines = missing.map { "\($0.secret.variable): \($0.secret.purpose); \($0.reason)" }
    let first = missing.first?.secret.variable ?? ""
    let users = missing.flatMap { $0.secret.isProduced ? $0.secret.users : [] }
    let again = run.map { "temae resume \($0)" } ?? "temae run"
    let lost = users.first.map { "; if the value is lost: temae skip \($0) --reason TEXT" } ?? ""
    return Failure(
      .data, (["secrets that the journal never holds have to be given again"] + lines).lines,
      next: "read -rs \(first) && export \(first), then \(again); "
        + "or \(again) at a terminal, which asks\(lost)")
  }
}
