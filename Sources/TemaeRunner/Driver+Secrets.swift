import TemaeCore

extension Driver {
  /// Records which secrets this driver holds, never their values.
  ///
  /// - Throws: ``DriverError/missingVariable(name:purpose:)`` when one is missing that what remains
  ///   cannot do without.
  func supplySecrets() async throws {
    let supplied = settings.secrets.map(\.secret)
    let entries = try ports.journal.entries(run: state.run, after: 0)
    let command = settings.onlyRequested ? try requestedText() : nil
    for secret in state.neededSecrets(in: entries, for: command) {
      let isHeld =
        supplied.contains { $0.journalName == secret.journalName }
        || !secret.isProduced && secrets.contains { $0.name == secret.name }
      guard isHeld else {
        throw DriverError.missingVariable(name: secret.variable, purpose: secret.purpose)
      }
    }
    let declared = state.runbook.settings.secrets.filter { name in
      secrets.contains { $0.name == name } && !supplied.contains { $0.name == name }
    }
    let held = supplied + declared.map { NeededSecret(name: $0, origin: .declared) }
    let events = held.filter { !state.secrets.contains($0.journalName) }.map { secret in
      Event.secretSupplied(
        SecretSupplied(
          activity: secret.producer, check: check(secret.journalName, value(of: secret)),
          name: secret.journalName))
    }
    guard !events.isEmpty else { return }
    try await record(events)
  }

  /// By what a secret's value is known again after a crash.
  func check(_ name: String, _ value: String) -> Digest? {
    settings.secretCheck?.digest(of: value, named: name)
  }

  private func value(of secret: NeededSecret) -> String {
    secret.isCaptured
      ? values[secret.name] ?? "" : secrets.last { $0.name == secret.name }?.value ?? ""
  }

  private func requestedText() throws -> String {
    try state.requested.compactMap { state.definition($0.activity) }.map(script)
      .joined(separator: "\n")
  }
}
