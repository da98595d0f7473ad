import TemaeCore
import TemaeJournal

/// What a person asks of a run from any terminal: decided by the core, recorded or refused.
struct PersonCommand {
  /// How often a command is decided again when the run has moved on meanwhile.
  static let tries = 20

  private let journal: Journal
  private let person: Operator
  private let clock = SystemClock()
  private var payloads: [SealedPayload] = []

  /// A command of this person to a run of this journal.
  init(journal: Journal, by person: Operator) {
    self.journal = journal
    self.person = person
  }

  /// Seals free text: it lies beside the events, where it can be erased.
  mutating func sealed(_ text: String) -> Commitment {
    let payload = journal.seal(Array(text.utf8), media: "text/plain")
    payloads.append(payload)
    return payload.commitment
  }

  /// Decides the command on the run as it stands, and records it.
  ///
  /// When others have recorded something meanwhile, it is decided again: what was allowed may not be
  /// so any more.
  ///
  /// - Returns: The entries of the command; `loaded` holds the state after them.
  /// - Throws: `Rejection` when the command is not allowed, and what the journal throws.
  func record(_ command: Command, in loaded: inout LoadedRun) throws -> [Entry] {
    let identifier = Identifier.make(at: clock.now())
    for _ in 0..<Self.tries {
      let now = clock.now()
      let events = try loaded.state.handle(command, at: now)
      let entries = try append(drafts(events, identifier, at: now, of: loaded.state), on: loaded)
      try RunLoader.refresh(&loaded, from: journal)
      if let entries { return entries }
    }
    throw Failure(
      .elsewhere, "the run moved on \(Self.tries) times while this was to be recorded",
      next: "try again")
  }

  /// `nil` when the run has moved on.
  private func append(
    _ drafts: [EventDraft], on loaded: LoadedRun
  ) throws(JournalError) -> [Entry]? {
    do {
      return try journal.append(
        drafts, payloads: payloads, condition: .command(position: loaded.state.position))
    } catch {
      guard case .conflict = error else { throw error }
      return nil
    }
  }

  private func drafts(
    _ events: [Event], _ identifier: String, at now: Instant, of state: RunState
  ) -> [EventDraft] {
    events.enumerated().map { index, event in
      EventDraft(
        run: state.run, at: now, bootMicroseconds: clock.bootMicroseconds(), by: person,
        epoch: nil, command: identifier, index: index, event: event)
    }
  }
}
