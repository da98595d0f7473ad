extension RunState {
  /// The secrets that a driver needs for what remains, those that people give first.
  ///
  /// Every shell block is given what the front matter declares. What blocks exported or captured is
  /// needed by the blocks that name it, and by the next driver of an attempt that is open: its output
  /// has yet to be recorded, and what is not known cannot be masked.
  ///
  /// - Parameters:
  ///   - entries: the run's entries; none before it is opened.
  ///   - command: a command after which the driver stops; `nil` to go on to the end.
  /// - Returns: the secrets, with what is known of the values that the run had.
  public func neededSecrets(in entries: [Entry], for command: String? = nil) -> [NeededSecret] {
    let blocks = remainingBlocks(command)
    let open = activities.filter(\.phase.isOpen).map(\.id)
    let produced = producedSecrets(in: entries).compactMap { secret -> NeededSecret? in
      guard activity(secret.producer ?? "")?.phase.isResolved ?? true else { return nil }
      var secret = secret
      secret.users = blocks.filter { $0.names(secret) }.map(\.id)
      if secret.users.isEmpty { secret.users = open }
      return secret.users.isEmpty ? nil : secret
    }
    guard blocks.contains(where: { $0.kind == .shell }) else { return produced }
    let given = declaredSecrets(in: entries).filter { secret in
      !produced.contains { !$0.isCaptured && $0.name == secret.name }
    }
    return given + produced
  }

  private func remainingBlocks(_ command: String?) -> [Activity] {
    func remains(_ activity: Activity) -> Bool {
      self.activity(activity.id)?.phase.isResolved != true
    }
    if let command {
      let typed = Activity(
        id: "the command", kind: .shell, role: .change, language: "bash", line: 0, text: command)
      return [typed]
    }
    if rollback != nil {
      let due = (compensations + comparisons + added).filter(remains)
      return due.filter { $0.kind != .manual }
    }
    let due = plan.stages.flatMap(\.activities).filter(remains) + added.filter(remains)
    // A probe or a remedy may come as long as anything remains.
    return (due.isEmpty ? [] : due + plan.onDemand).filter { $0.kind != .manual }
  }

  private func declaredSecrets(in entries: [Entry]) -> [NeededSecret] {
    let parameters = runbook.settings.parameters.filter(\.isSecret)
    let declared = runbook.settings.secrets.filter { name in
      !parameters.contains { $0.name == name }
    }
    var secrets = declared.map { NeededSecret(name: $0, origin: .declared) }
    secrets += parameters.map {
      NeededSecret(
        name: $0.name, origin: .parameter(prompt: $0.prompt, defaultValue: $0.defaultValue))
    }
    for case .secretSupplied(let data) in entries.map(\.event) where data.activity == nil {
      guard let index = secrets.firstIndex(where: { $0.name == data.name }) else { continue }
      secrets[index].check = data.check
    }
    return secrets
  }

  /// What blocks exported or captured and the journal does not hold.
  private func producedSecrets(in entries: [Entry]) -> [NeededSecret] {
    let declared =
      runbook.settings.secrets + runbook.settings.parameters.filter(\.isSecret).map(\.name)
    var secrets: [NeededSecret] = []
    func keep(_ name: String, _ origin: NeededSecret.Origin, _ check: Digest?) {
      let secret = NeededSecret(name: name, origin: origin, check: check)
      secrets.removeAll { $0.journalName == secret.journalName }
      secrets.append(secret)
    }
    for event in entries.map(\.event) {
      if case .secretSupplied(let data) = event {
        if data.name.utf8.first == UInt8(ascii: "@") {
          let activity = data.activity ?? ""
          keep(String(data.name.dropFirst()), .captured(by: activity), data.check)
        } else if data.activity != nil || !declared.contains(data.name) {
          keep(data.name, .exported(by: data.activity), data.check)
        }
      }
      // A baseline is a value too, and no secret of anybody.
      if case .valueCaptured(let data) = event, !data.name.utf8.contains(UInt8(ascii: ":")) {
        secrets.removeAll { $0.journalName == "@\(data.name)" }
        if data.value == nil { keep(data.name, .captured(by: data.activity), data.check) }
      }
      if case .variableExported(let data) = event {
        secrets.removeAll { $0.journalName == data.name }
      }
    }
    return secrets
  }
}

extension Activity {
  fileprivate func names(_ secret: NeededSecret) -> Bool {
    if kind == .shell, text.contains(secret.variable) { return true }
    guard secret.isCaptured, let comparison = settings.comparison else { return false }
    return comparison.isCaptured && comparison.operand == secret.name
  }
}
