import TemaeCore

extension RollbackReport {
  /// The backup that a restore would take: its age, and what verifying it showed.
  var backupText: String {
    if let known { return text(of: known) }
    guard let backup = plan.backup else { return "the document counts on none" }
    guard let takenAt = backup.takenAt, let event = backup.event else {
      return "step \(backup.step), which has not ended; nothing verifies it"
    }
    let age = TimeText.elapsed(now.microseconds(since: takenAt))
    return "step \(backup.step), which ended \(age) ago (event \(event)); nothing has verified it"
  }

  private func text(of known: KnownBackup) -> String {
    let age = TimeText.elapsed(max(0, now.microseconds(since: known.backup.takenAt)))
    let step = known.step.map { "step \($0), " } ?? ""
    let place = "\(step)\(known.backup.path), taken \(age) ago"
    guard let proof = known.proof else {
      return "\(place); nothing has verified it: temae backup verify"
    }
    guard proof.isVerified, let seconds = proof.restoreSeconds else {
      return "\(place); verifying it found \(counted(proof.findingCount, "defect"))"
    }
    let since = TimeText.elapsed(max(0, now.microseconds(since: proof.verifiedAt)))
    return "\(place); restored and compared \(since) ago, in "
      + TimeText.elapsed(seconds * 1_000_000)
  }

  /// What a restore would lose.
  var writtenTexts: [(name: String, text: String)] {
    guard let known else {
      return [("written since", "not measured: --backup names the backup")]
    }
    switch (known.written.walBytes, known.written.rows) {
    case (.unknown(let why), .unknown):
      return [("written since", "not measured: \(why)")]
    case (let bytes, let rows):
      return [("written since", text(ofBytes: bytes)), ("rows since", text(ofRows: rows))]
    }
  }

  private func text(ofBytes bytes: KnownBackup.Measured<Int>) -> String {
    switch bytes {
    case .known(let bytes): "\(SizeText.words(bytes)) of write-ahead log, of the whole cluster"
    case .unknown(let why): "write-ahead log not measured: \(why)"
    }
  }

  private func text(ofRows rows: KnownBackup.Measured<[TableWrites]>) -> String {
    switch rows {
    case .unknown(let why): return "not measured: \(why)"
    case .known(let tables):
      guard !tables.isEmpty else { return "none, as the server counts them" }
      let most = tables.sorted { ($0.total, $1.table) > ($1.total, $0.table) }
      let shown = most.prefix(5).map { table in
        "\(table.table) +\(table.inserted) ~\(table.updated) "
          + "-\(table.deleted)"
      }
      let more = most.count > 5 ? "; and \(counted(most.count - 5, "more table"))" : ""
      return "\(shown.joined(separator: ", "))\(more) (inserted, updated, deleted)"
    }
  }

  var backupValue: JSONValue {
    let planned = plan.backup
    guard let known else {
      guard let planned else { return .null }
      return [
        "step": .string(planned.step), "takenAt": JSONValue(planned.takenAt?.description),
        "event": JSONValue(planned.event), "verifiedAt": .null, "lsn": .null, "path": .null,
        "restoreSeconds": .null,
      ]
    }
    return [
      "step": JSONValue(known.step ?? planned?.step),
      "takenAt": .string(known.backup.takenAt.description), "event": JSONValue(planned?.event),
      "verifiedAt": JSONValue(known.verifiedAt?.description),
      "lsn": .string(known.backup.walPosition), "path": .string(known.backup.path),
      "restoreSeconds": JSONValue(known.restoreSeconds),
    ]
  }

  var riskValue: JSONValue {
    let rows = known?.written.rows.value.map { tables in
      JSONValue.list(tables) { table in
        [
          "table": .string(table.table), "inserted": .integer(table.inserted),
          "updated": .integer(table.updated), "deleted": .integer(table.deleted),
        ]
      }
    }
    return ["walBytes": JSONValue(known?.written.walBytes.value), "rows": rows ?? .null]
  }
}

extension TableWrites {
  fileprivate var total: Int { inserted + updated + deleted }
}
