import TemaeCore

extension Driver {
  /// Asks at the driver's terminal; an answer from another terminal makes the question disappear.
  ///
  /// Where there is no terminal the answer can only come from another one, and is waited for.
  func ask(_ question: Question) async throws {
    let question = try fitting(question)
    guard !settings.isUnattended else {
      return try await halt(
        haltReason(of: question), question.subject, "a person is needed: \(question.subject)")
    }
    guard ports.console.canAsk else { return try await waitForPerson(question) }
    let details = try details(of: question)
    let console = ports.console
    let state = state
    let asking = Task { await console.ask(question, details, state) }
    let answered = Task { await self.untilSettledElsewhere(asking, question) }
    let answer = await asking.value
    answered.cancel()
    guard let answer else { return try await sayWhoAnswered(question) }
    try await carryOut(answer, question)
  }

  /// Waits for a person at another terminal for a second at most: then what comes next is decided
  /// anew, because a watch may be due to end meanwhile.
  private func waitForPerson(_ question: Question) async throws {
    let deadline = ports.clock.bootMicroseconds() + 1_000_000
    while ports.clock.bootMicroseconds() < deadline, ports.machine.interruptions() == 0 {
      if try hasChanged() { return }
      await ports.console.tick(state, ports.clock.now(), .person(question))
      await ports.clock.sleep(milliseconds: 100)
    }
  }

  private func untilSettledElsewhere(
    _ asking: Task<Answer?, Never>, _ question: Question
  ) async {
    while !Task.isCancelled {
      await ports.clock.sleep(milliseconds: 100)
      // A journal that cannot be read is an error where the driver reads it next.
      let isOver = (try? hasChanged()) ?? true || isMoot(question)
      if isOver || ports.machine.interruptions() > heeded { return asking.cancel() }
    }
  }

  private func sayWhoAnswered(_ question: Question) async throws {
    let before = state.position
    let entries = try ports.journal.entries(run: state.run, after: before)
    try await catchUp()
    guard let entry = entries.last(where: { $0.draft.epoch == nil }) else { return }
    await ports.console.say(
      "\(entry.draft.by.name) on \(entry.draft.by.host) was faster: \(entry.event.type)")
  }

  private func carryOut(_ answer: Answer, _ question: Question) async throws {
    var payloads: [SealedPayload] = []
    func sealed(_ text: String) -> Commitment {
      let payload = seal(mask.masked(text))
      payloads.append(payload)
      return payload.commitment
    }
    let subject = question.subject
    let command: Command
    switch answer {
    case .yes(let note):
      command = .answer(activity: subject, .yes, note: note.map(sealed))
    case .no(let note): command = .answer(activity: subject, .no, note: note.map(sealed))
    case .skip(let reason): command = .skip(activity: subject, reason: sealed(reason))
    case .retry(let reason): command = .retry(activity: subject, reason: reason.map(sealed))
    case .remedy(let remedy, let reason):
      command = .remedy(activity: subject, remedy: remedy, reason: reason.map(sealed))
    case .done(let reason): command = .settle(activity: subject, .done, reason: sealed(reason))
    case .again(let reason): command = .settle(activity: subject, .again, reason: sealed(reason))
    case .failed(let reason):
      command = .settle(activity: subject, .failed, reason: sealed(reason))
    case .proceed(let reason): command = .overrule(subject: subject, reason: sealed(reason))
    case .end(let reason): command = .end(activity: subject, reason: sealed(reason))
    case .halt:
      guard state.status == .open else { return }
      return try await halt(haltReason(of: question), subject, "stopped at the prompt")
    }
    let events: [Event]
    do {
      events = try state.handle(command, at: ports.clock.now())
    } catch {
      return await ports.console.say("refused: \(error)")
    }
    try await recordAsPerson(events, payloads: payloads)
  }

  /// A person's command carries no epoch; when the run has moved on, the question is asked anew.
  private func recordAsPerson(_ events: [Event], payloads: [SealedPayload]) async throws {
    let drafts = draft(events).map { draft in
      var draft = draft
      draft.epoch = nil
      return draft
    }
    let condition = AppendCondition.command(position: state.position)
    _ = try ports.journal.record(drafts, payloads: payloads, condition: condition)
    try await catchUp()
  }

  func haltReason(of question: Question) -> HaltReason {
    switch question {
    case .item, .confirm, .needs, .descendants: .person
    case .failure: .failed
    case .unknown: .unknown
    case .running: .interrupted
    }
  }

  /// Leaves only the remedies whose `on=` matches what the attempt said.
  private func fitting(_ question: Question) throws -> Question {
    guard case .failure(let activity, let remedies) = question else { return question }
    let text = try failureText(of: activity)
    let fitting = remedies.filter { id in
      guard let on = state.definition(id)?.settings.on else { return true }
      return Self.matches(on, text)
    }
    return .failure(activity: activity, remedies: fitting)
  }

  static func matches(_ on: String, _ text: String) -> Bool {
    guard on.count > 2, on.first == "/", on.last == "/" else { return text.contains(on) }
    let pattern = String(on.dropFirst().dropLast())
    return (try? Regex(pattern)).map { (try? $0.firstMatch(in: text)) != nil } ?? false
  }

  private func failureText(of activity: String) throws -> String {
    if let message = state.activity(activity)?.failure?.message {
      return try ports.journal.payload(message).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    // A check that failed, or an outcome that was settled as failed, has no message of its own.
    for entry in try ports.journal.entries(run: state.run, after: 0).reversed() {
      if case .checkFailed(let data) = entry.event, data.activity == activity {
        let found = try data.found.flatMap(ports.journal.payload) ?? []
        return "expected: \(data.expected)\nfound: \(String(decoding: found, as: UTF8.self))"
      }
      if case .attemptLost(let data) = entry.event, data.activity == activity {
        return data.evidence
      }
    }
    return ""
  }

  private func details(of question: Question) throws -> [String] {
    switch question {
    case .item(let activity), .confirm(let activity):
      return state.definition(activity)?.byHand.map { ["by hand: \($0)"] } ?? []
    case .descendants, .running: return []
    case .needs(_, let missing): return missing.map { "step \($0) has not succeeded" }
    case .failure(let activity, _):
      let left = state.leftovers(of: activity).map { "it left behind: \($0.words)" }
      return try left + failureText(of: activity).split(separator: "\n").suffix(12).map(String.init)
    case .unknown(let activity, let attempt):
      let entries = try ports.journal.entries(run: state.run, after: 0)
      let evidence: [String] = entries.compactMap { entry in
        guard case .attemptLost(let data) = entry.event, data.activity == activity,
          data.attempt == attempt
        else { return nil }
        return data.evidence
      }
      return evidence + (state.activity(activity)?.indexesAfter ?? []).map(\.words)
    }
  }
}
