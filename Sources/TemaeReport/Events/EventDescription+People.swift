import TemaeCore

extension EventDescription {
  /// What a person did or decided.
  init(person event: Event, _ payload: PayloadResolver) {
    switch event {
    case .activitySkipped(let data):
      self.init(StateMark(.skipped), data.activity)
      reason = data.reason
    case .activityDoneByHand(let data):
      self.init(StateMark(.doneByHand), data.activity)
      reason = data.reason
    case .activityRetried(let data):
      self.init(StateMark(glyph: "↻", word: "tried again", tone: .warning), data.activity)
      reason = data.reason
    case .remedyChosen(let data):
      self.init(
        StateMark(glyph: "↻", word: "remedy", tone: .warning), data.remedy, "for \(data.activity)")
      reason = data.reason
    case .activityAdded(let data):
      self.init(
        StateMark(glyph: "+", word: "added", tone: .warning), data.activity,
        "a command that the document does not have")
      block = [StyledLine](block: payloadText(data.command, payload) ?? "", indent: 2)
      reason = data.reason
    case .itemAnswered(let data):
      let phase: ActivityPhase = data.answer == .yes ? .succeeded : .refused
      var mark = StateMark(phase)
      mark.word = "answered \(data.answer.rawValue)"
      self.init(mark, data.activity)
      reason = data.note
    case .pivotPassed(let data):
      self.init(StateMark(glyph: "▲", word: "passed", tone: .warning), data.activity)
      detail = "the point of no return"
      if let latest = data.latest {
        detail += "; a rollback had to begin by \(TimeText.dayAndWall(latest))"
      }
      reason = data.note
    case .noteAdded(let data):
      self.init(.fact("note"), data.activity)
      block = [StyledLine](block: payloadText(data.text, payload) ?? "", indent: 0)
    case .deviationRecorded(let data):
      self.init(.deviation, data.subject, data.kind.words)
      reason = data.reason
    case .runbookAmended(let data): self.init(amended: data)
    case .targetRepinned(let data):
      self.init(
        StateMark(glyph: "Δ", word: "pinned anew", tone: .warning), data.database,
        SafeText.neutralized(data.difference))
      reason = data.reason
    case .rollbackStarted, .rollbackPlanned, .rollbackCompleted, .runOpened, .runPaused,
      .runResumed, .runHalted, .runAborted, .runCompleted, .leaseTaken,
      .leaseReleased, .attemptIntended, .attemptStarted, .attemptOutput, .attemptSucceeded,
      .attemptFailed, .attemptLost, .attemptSettled, .descendantsAlive, .descendantsEnded,
      .endAsked, .watchEnded,
      .targetObserved, .targetMismatched, .indexesObserved, .probeAnswered, .checkPassed,
      .checkFailed, .valueCaptured, .variableExported, .backupTaken, .backupVerified,
      .secretSupplied,
      .ignored:
      self.init(.fact(event.type))
    }
  }

  private init(amended data: RunbookAmended) {
    self.init(
      StateMark(glyph: "Δ", word: "amended", tone: .warning), nil,
      "\(data.document), digest \(data.previous.short) → \(data.digest.short)")
    let lists = [
      ("added", data.added), ("changed", data.changed), ("removed", data.removed),
      ("void", data.void),
    ]
    block = lists.filter { !$0.1.isEmpty }
      .map { StyledLine("\($0.0): \(Self.beginning(of: $0.1))", .warning) }
    reason = data.reason
  }

  /// The first ids of a list, and how many there are beside; the journal has them all.
  private static func beginning(of ids: [String]) -> String {
    let shown = ids.prefix(12).joined(separator: ", ")
    return ids.count > 12 ? "\(shown) and \(ids.count - 12) more" : shown
  }

  /// What was found or kept.
  init(fact event: Event, _ payload: PayloadResolver) {
    switch event {
    case .targetObserved(let data):
      self.init(
        .fact("observed"), data.database, "\(data.identity.database) on \(data.identity.host)")
    case .targetMismatched(let data):
      self.init(
        StateMark(glyph: "✗", word: "mismatched", tone: .bad), data.database,
        "nothing was sent: \(data.difference)")
    case .indexesObserved(let data):
      self.init(.fact("looked"), data.activity)
      detail = data.indexes.isEmpty ? "no such index" : data.indexes[0].words
      block = data.indexes.dropFirst().map { StyledLine($0.words) }
    case .valueCaptured(let data):
      let value = payloadText(data.value, payload)
      self.init(
        .fact("captured"), data.activity,
        "\(data.name) = \(value.map(Self.oneLine) ?? "(secret, not kept)")")
    case .variableExported(let data):
      let value = payloadText(data.value, payload)
      self.init(.fact("exported"), data.activity, "\(data.name) = \(value.map(Self.oneLine) ?? "")")
    case .backupTaken(let data):
      self.init(
        .fact("backed up"), data.activity,
        "\(data.backup.words), WAL at \(data.backup.walPosition), \(data.backup.path)")
    case .backupVerified(let data): self.init(verified: data)
    case .secretSupplied(let data):
      self.init(.fact("secret"), nil, "\(data.name) is held, and not journaled")
    case .ignored(let data):
      self.init(
        .fact("passed over"), nil, "\(data.type) version \(data.version), a later version's")
    case .rollbackStarted, .rollbackPlanned, .rollbackCompleted, .runOpened, .runPaused,
      .runResumed, .runHalted, .runAborted, .runCompleted,
      .runbookAmended, .targetRepinned, .leaseTaken,
      .leaseReleased, .attemptIntended, .attemptStarted, .attemptOutput, .attemptSucceeded,
      .attemptFailed, .attemptLost, .attemptSettled, .descendantsAlive, .descendantsEnded,
      .endAsked, .activitySkipped,
      .activityDoneByHand, .activityRetried, .remedyChosen, .activityAdded, .watchEnded,
      .probeAnswered, .checkPassed, .checkFailed, .itemAnswered, .pivotPassed, .noteAdded,
      .deviationRecorded:
      self.init(.fact(event.type))
    }
  }

  private init(verified data: BackupVerified) {
    let subject = "\(data.backup.words) of \(TimeText.dayAndWall(data.backup.takenAt))"
    guard data.proof.isVerified, let seconds = data.proof.restoreSeconds else {
      self.init(
        StateMark(glyph: "✗", word: "not verified", tone: .bad), data.activity,
        "\(subject): \(counted(data.proof.findingCount, "finding")), \(data.backup.path)")
      return
    }
    self.init(
      StateMark(glyph: "✓", word: "verified", tone: .good), data.activity,
      "\(subject): restored in \(TimeText.elapsed(seconds * 1_000_000)) and compared, "
        + data.backup.path)
  }

  /// A value's beginning, as much as a line can hold.
  private static func oneLine(_ text: String) -> String {
    // A captured schema is megabytes long; more than this is cut anyway.
    var line = text.prefix(500)
    while line.last?.isNewline == true { line.removeLast() }
    return SafeText.cut(SafeText.neutralized(String(line)), to: 60)
  }
}

extension DeviationKind {
  /// What was overruled, in words.
  var words: String {
    switch self {
    case .needs: "starts although a step that it needs has not succeeded"
    case .descendants: "goes on although what its command left behind is at work"
    case .window: "passed when a rollback no longer fitted the planned time"
    case .pivot: "rolled back although the run had passed its point of no return"
    case .beside: "opened beside another open run on the same database"
    }
  }
}
