import TemaeCore

extension Store {
  /// Appends events to a run, as ``Journal/append(_:payloads:condition:)`` says.
  func append(
    _ drafts: [EventDraft], payloads: [SealedPayload], condition: AppendCondition
  ) throws(JournalError) -> [Entry] {
    guard let run = drafts.first?.run else { return [] }
    precondition(drafts.allSatisfy { $0.run == run }, "an append belongs to one run")
    return try write(mayUseReserve: condition.isOfDriver) { () throws(JournalError) in
      if let recorded = try recorded(drafts) { return recorded }
      let position = try lastPosition(of: run)
      try require(condition, of: drafts, run: run, position: position)
      for payload in payloads { try Payloads.insert(payload, in: connection) }
      return try insert(drafts, after: position)
    }
  }

  // The whole batch has been recorded before, or none of it: it was one transaction.
  private func recorded(_ drafts: [EventDraft]) throws(JournalError) -> [Entry]? {
    var entries: [Entry] = []
    for draft in drafts {
      guard let entry = try recorded(draft) else { continue }
      entries.append(entry)
      guard entry.event == draft.event else { throw reuse(of: entry) }
    }
    guard let last = entries.last else { return nil }
    guard entries.count == drafts.count else { throw reuse(of: last) }
    return entries
  }

  private func reuse(of entry: Entry) -> JournalError {
    .commandReused(
      command: entry.draft.command, index: entry.draft.index, sequence: entry.sequence)
  }

  private func recorded(_ draft: EventDraft) throws(JournalError) -> Entry? {
    let statement = try connection.prepared(
      "SELECT seq, body FROM event WHERE run = ? AND command = ? AND command_index = ?")
    defer { statement.reset() }
    try statement.bind(1, text: draft.run)
    try statement.bind(2, text: draft.command)
    try statement.bind(3, draft.index)
    guard try statement.step() else { return nil }
    return try entry(Row(statement, path: connection.path))
  }

  private func require(
    _ condition: AppendCondition, of drafts: [EventDraft], run: String, position: Int
  ) throws(JournalError) {
    switch condition {
    case .facts:
      guard position > 0 else { throw .unknownRun(run: run) }
    case .intents(let epoch, let expected):
      guard position > 0 else { throw .unknownRun(run: run) }
      let newest = try self.epoch(of: run)
      guard epoch == newest else { throw .fenced(epoch: newest) }
      guard position == expected else { throw .conflict(position: position) }
    case .command(let expected):
      guard position == expected else { throw .conflict(position: position) }
      guard position > 0 || drafts[0].event.type == "run.opened" else {
        throw .unknownRun(run: run)
      }
    }
    try requireGrowingEpoch(of: drafts, run: run)
  }

  private func requireGrowingEpoch(of drafts: [EventDraft], run: String) throws(JournalError) {
    for draft in drafts {
      guard case .leaseTaken = draft.event else { continue }
      let newest = try epoch(of: run)
      guard let epoch = draft.epoch, epoch > newest else { throw .fenced(epoch: newest) }
    }
  }

  private func insert(
    _ drafts: [EventDraft], after position: Int
  ) throws(JournalError) -> [Entry] {
    let last = try lastRow()
    var sequence = last?.row.sequence ?? 0
    var previous = last?.leaf ?? .zero
    var position = position
    var entries: [Entry] = []
    for draft in drafts {
      sequence += 1
      position += 1
      let entry = Entry(
        sequence: sequence, position: position, previous: previous.digest, draft: draft)
      previous = try insert(entry)
      entries.append(entry)
    }
    return entries
  }

  private func insert(_ entry: Entry) throws(JournalError) -> LeafHash {
    let body = entry.body
    guard body.count <= Journal.largestBodyBytes else {
      throw .bodyTooLarge(type: entry.event.type, bytes: body.count)
    }
    for commitment in CommitmentSearch(in: body) {
      guard try Payloads.isStored(commitment.digest, in: connection) else {
        throw .payloadNotGiven(digest: commitment.digest)
      }
    }
    let leaf = unsafe body.withUnsafeBytes { unsafe LeafHash(body: $0) }
    try requireFreeName(entry)
    let statement = try connection.prepared(
      "INSERT INTO event (seq, body, leaf) VALUES (?, ?, ?)")
    defer { statement.reset() }
    try statement.bind(1, entry.sequence)
    try statement.bind(2, text: body)
    try statement.bind(3, blob: leaf.array)
    _ = try statement.step()
    return leaf
  }

  private func requireFreeName(_ entry: Entry) throws(JournalError) {
    guard case .runOpened(let opened) = entry.event else { return }
    guard try !RunSummary.names(in: connection).contains(opened.name) else {
      throw .nameTaken(name: opened.name)
    }
  }
}

extension AppendCondition {
  /// Whether a driver appends, and not a person.
  fileprivate var isOfDriver: Bool {
    switch self {
    case .facts, .intents: true
    case .command: false
    }
  }
}
