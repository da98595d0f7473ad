extension RollbackPlan {
  /// A rehearsal, and in what the runbook is no longer the one that was rehearsed.
  public struct Rehearsal: Hashable, Sendable {
    /// What it measured and found.
    public var record: RehearsalRecord
    /// What has changed since; nothing where it is still the same.
    public var changes: [String]

    /// Whether what was measured is of this runbook.
    public var fits: Bool { changes.isEmpty }

    init?(_ record: RehearsalRecord?, _ runbook: Runbook, _ files: [FileRecord]) {
      guard let record else { return nil }
      self.record = record
      changes = record.changes(to: runbook.digest, files)
    }
  }

  /// How long an activity's way back took when it was rehearsed, or a restore when its backup was
  /// verified, in seconds, rounded up; `nil` where it was not, or not that of this runbook.
  public func expectedSeconds(of item: Item) -> Int? {
    if case .covered(let step, _) = item.way { return restoreSeconds(ofStep: step) }
    return rehearsed(item.blocks)
  }

  /// How long all of it took then, one after the other.
  public var expectedSeconds: Int? {
    guard let restores = restoreSeconds else { return nil }
    if compensations.isEmpty { return restores > 0 ? restores : nil }
    return rehearsedSeconds.map { $0 + restores }
  }

  /// How long all blocks took when they were rehearsed.
  var rehearsedSeconds: Int? { rehearsed(compensations) }

  /// How long the restores take: 0 where none is needed, `nil` where one was not measured.
  public var restoreSeconds: Int? {
    let steps = Set(
      items.compactMap { item -> String? in
        if case .covered(let step, _) = item.way { step } else { nil }
      })
    let measured = steps.compactMap(restoreSeconds)
    return measured.count == steps.count ? measured.reduce(0, +) : nil
  }

  private func restoreSeconds(ofStep step: String) -> Int? {
    if let pointed, pointed.step == nil || pointed.step == step,
      let seconds = pointed.restoreSeconds
    {
      return seconds
    }
    return restoreSecondsOfStep[step]
  }

  private func rehearsed(_ blocks: [Activity]) -> Int? {
    guard let rehearsal, rehearsal.fits, !blocks.isEmpty else { return nil }
    return rehearsal.record.seconds(of: blocks)
  }
}
