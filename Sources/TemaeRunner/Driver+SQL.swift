import Synchronization
import TemaeCore

extension Driver {
  func sqlOrder(_ activity: Activity, _ attempt: Int) throws -> SQLOrder {
    let key = activity.settings.database ?? ""
    return SQLOrder(
      connection: try connection(key), pinned: state.pin(of: key), run: state.run,
      activity: activity.id, attempt: attempt, mode: mode(of: activity),
      pieces: try pieces(of: activity), registersHistory: activity.settings.registersHistory,
      drops: activity.form == .drop ? state.leftovers(of: activity.runbookID).first : nil,
      timeoutSeconds: activity.settings.timeoutSeconds,
      applicationName: applicationName(activity, attempt),
      holder: databaseToHold(by: activity).flatMap { holders[$0] },
      catalog: try catalogQuestion(of: activity))
  }

  /// By what an attempt's connections are known to the server; it holds 63 bytes.
  func applicationName(_ activity: Activity, _ attempt: Int) -> String {
    let name = "\(state.run)\n\(activity.id)\n\(attempt)"
    return "temae/\(ports.machine.digest(of: Array(name.utf8)).hex.prefix(16))"
  }

  func connection(_ key: String) throws -> String {
    let reference = state.runbook.settings.database(key)
    let variable = settings.environment.first { $0.name == reference?.variable }
    guard let variable, !variable.value.isEmpty else {
      throw DriverError.missingVariable(
        name: reference?.variable ?? key, purpose: "it names the database \(key)")
    }
    return variable.value
  }

  private func mode(of activity: Activity) -> SQLOrder.Mode {
    let settings = activity.settings
    if settings.isDiscarded { return .discarded }
    guard activity.role.mayWrite, !settings.isReadOnly else { return .readOnly }
    if settings.ownTransactions != nil { return .asWritten }
    return settings.isOutsideTransaction ? .single : .transaction
  }

  /// Included files come from the journal, as they were when the run was opened.
  private func pieces(of activity: Activity) throws -> [SQLOrder.Piece] {
    if activity.settings.schema != nil { return try declaration(of: activity) }
    return try SQLText.pieces(of: activity.text).map { piece in
      switch piece {
      case .sql(let text, let line):
        SQLOrder.Piece(file: nil, text: text, firstLine: activity.line + line)
      case .include(let path, _):
        SQLOrder.Piece(file: path, text: try included(path), firstLine: 1)
      case .unknownCommand(let text, _):
        throw DriverError.missingPayload("what psql's \(text) would do")
      }
    }
  }

  func included(_ path: String) throws -> String {
    let record = state.files.first { $0.path == path && $0.content != nil }
    guard let content = record?.content, let bytes = try ports.journal.payload(content) else {
      throw DriverError.missingPayload("the file \(path)")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func run(_ attempt: AttemptInHand, _ order: SQLOrder) async throws {
    let activity = attempt.activity
    if order.mode.isUnmarked {
      // Nothing on the server refuses it when it comes late: the lease is read once more.
      try await catchUp()
      guard state.status == .open else { return try await takeBack(attempt) }
    }
    let database = ports.database
    let kept = Mutex(KeptOutput(mask: mask, isSecret: activity.settings.isSecret))
    let shown = shownOutput(of: activity)
    let machine = ports.machine
    let warning =
      "\(activity.id) is at work in the database and is waited for; Ctrl-C again cancels it there"
    let ended = await attend(activity.id, warning: warning) {
      await database.perform(order) { stream, bytes in
        kept.withLock { $0.take(stream, bytes) }
        shown.take(stream, bytes)
      }
    } stop: { _ in
      // A service manager or a terminal that goes may signal twice, and means no more by it.
      if machine.keyInterruptions() > 1 {
        database.cancel(run: order.run, activity: order.activity, attempt: order.attempt)
      }
      return false
    }
    shown.finish()
    guard let end = ended else { return }
    if case .unheld(let evidence) = end.status {
      return try await takeBackUnheld(attempt, evidence)
    }
    unheldInRow = 0
    try await conclude(activity, attempt.attempt, end, kept.withLock { $0.finish() })
  }

  private func conclude(
    _ activity: Activity, _ attempt: Int, _ end: SQLEnd, _ pieces: [KeptOutput.Piece]
  ) async throws {
    var outcome = Outcome()
    for piece in pieces where !piece.bytes.isEmpty {
      let content = outcome.seal(piece.bytes, ports.journal)
      outcome.events.append(
        .attemptOutput(
          AttemptOutput(
            activity: activity.id, attempt: attempt, content: content, offset: piece.offset,
            stream: piece.stream)))
    }
    if case .mismatched(let difference) = end.status {
      outcome.events.append(
        .targetMismatched(
          TargetMismatched(
            database: activity.settings.database ?? "", difference: difference)))
    }
    if case .lost(let evidence) = end.status, activity.role.mayWrite {
      // What it printed is kept; its outcome is asked of the database, as after a crash.
      if !outcome.events.isEmpty {
        try await record(outcome.events, payloads: outcome.payloads)
      }
      return try await settleSQL(activity, attempt, evidence)
    }
    let ending = try schemaEnding(activity, end, ending(of: end, into: &outcome))
    try await conclude(self.outcome(of: activity, attempt, ending, into: outcome))
  }

  private func ending(of end: SQLEnd, into outcome: inout Outcome) -> Ending {
    var report = AttemptReport(durationMicroseconds: end.durationMicroseconds)
    report.statementCount = end.statements.count
    report.rows = end.statements.compactMap(\.rows).reduce(0, +)
    if !end.statements.isEmpty {
      let lines = end.statements.map { statement in
        let rows = statement.rows.map(String.init) ?? ""
        return "\(statement.file ?? "")\t\(statement.line)\t\(statement.tag)\t\(rows)"
          + "\t\(statement.durationMicroseconds)"
      }
      report.statements = outcome.seal(
        Array(lines.joined(separator: "\n").utf8), media: "text/tab-separated-values",
        ports.journal)
    }
    switch end.status {
    case .succeeded:
      let found = Found(
        text: end.result?.text ?? "", isWhole: end.result?.isTruncated != true,
        isNothing: end.result?.rows.isEmpty ?? true)
      return Ending(status: .fine(found), report: report)
    case .lost(let evidence), .unheld(let evidence):
      return Ending(status: .lost(evidence), report: report)
    case .mismatched(let difference):
      return Ending(
        status: .bad(.target, message: difference), report: report, mayHaveTakenEffect: false)
    case .failed(let failure):
      let parts = [
        failure.message, failure.detail, failure.statement.map { "statement: \($0)" },
      ]
      let kind: FailureKind = failure.state == "57014" ? .cancelled : .refused
      return Ending(
        status: .bad(kind, message: parts.compactMap(\.self).joined(separator: "\n")),
        report: report, state: failure.state.isEmpty ? nil : failure.state, file: failure.file,
        line: failure.line, mayHaveTakenEffect: failure.mayHaveTakenEffect)
    }
  }

  /// Looks at a database before a shell activity works on it.
  func observe(_ key: String) async throws {
    let found: TargetIdentity
    do {
      found = try await ports.database.identity(
        connection: try connection(key), connectTimeoutSeconds: 10)
    } catch let error as DriverError {
      throw error
    } catch {
      return try await halt(.target, nil, "database \(key): \(mask.masked("\(error)"))")
    }
    if let difference = state.pin(of: key)?.difference(of: found) {
      try await record([
        .targetMismatched(TargetMismatched(database: key, difference: difference))
      ])
    } else {
      try await record([.targetObserved(TargetObserved(database: key, identity: found))])
    }
  }
}
