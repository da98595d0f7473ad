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

  /// How long an activity's way back took when it was rehearsed, in seconds, rounded up; `nil` where
  /// not all of its blocks were, or not those of this runbook.
  public func expectedSeconds(of item: Item) -> Int? { rehearsed(item.blocks) }

  /// How long all blocks took when they were rehearsed, one after the other.
  public var expectedSeconds: Int? { rehearsed(compensations) }

  private func rehearsed(_ blocks: [Activity]) -> Int? {
    guard let rehearsal, rehearsal.fits, !blocks.isEmpty else { return nil }
    return rehearsal.record.seconds(of: blocks)
  }
}
