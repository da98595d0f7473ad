import TemaeCore

extension RollbackReport {
  /// The backup that somebody pointed to: its age, and what verifying it showed.
  func text(of known: KnownBackup) -> String {
    let age = TimeText.elapsed(max(0, now.microseconds(since: known.manifest.takenAt)))
    let place = "\(SafeText.neutralized(known.path)), taken \(age) ago"
    guard let verification = known.verification else {
      return "\(place); nothing has verified it: temae backup verify"
    }
    guard verification.isVerified, let restore = verification.restore else {
      return "\(place); verifying it found \(counted(verification.findings.count, "defect"))"
    }
    let since = TimeText.elapsed(max(0, now.microseconds(since: verification.verifiedAt)))
    return "\(place); restored and compared \(since) ago, in "
      + TimeText.elapsed(restore.seconds * 1_000_000)
  }

  var writtenText: String {
    switch known?.written {
    case .bytes(let bytes): "\(SizeText.words(bytes)) of write-ahead log, of the whole cluster"
    case .unknown(let why): "not measured: \(SafeText.neutralized(why))"
    case nil: "not measured: --backup names the backup"
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
      "step": JSONValue(known.manifest.attempt?.step ?? planned?.step),
      "takenAt": .string(known.manifest.takenAt.description), "event": JSONValue(planned?.event),
      "verifiedAt": JSONValue(known.verifiedAt?.description),
      "lsn": .string(known.manifest.source.walPosition), "path": .string(known.path),
      "restoreSeconds": JSONValue(known.restoreSeconds),
    ]
  }

  var riskValue: JSONValue {
    guard case .bytes(let bytes) = known?.written else {
      return ["walBytes": .null, "rows": .null]
    }
    return ["walBytes": .integer(bytes), "rows": .null]
  }
}
