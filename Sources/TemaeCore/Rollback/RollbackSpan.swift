/// How long a rollback may take, and how that is known.
public struct RollbackSpan: Hashable, Sendable {
  /// How it is known of the blocks.
  public enum Blocks: Hashable, Sendable {
    /// There are none.
    case none
    /// Each has a limit, and takes all of it.
    case limits
    /// They take as long as they did when this document was rehearsed.
    case rehearsal
  }

  /// How it is known of the blocks.
  public var blocks: Blocks
  /// How long the blocks take, and how long the restores, as they did when the backups were verified.
  public var blockSeconds: Int, restoreSeconds: Int

  /// How long all of it takes.
  public var seconds: Int { blockSeconds + restoreSeconds }

  /// How long a plan takes; `nil` where a part of it is not known.
  init?(_ plan: RollbackPlan) {
    guard let restores = plan.restoreSeconds else { return nil }
    restoreSeconds = restores
    if plan.compensations.isEmpty {
      (blocks, blockSeconds) = (.none, 0)
    } else if let limit = plan.limitSeconds {
      (blocks, blockSeconds) = (.limits, limit)
    } else if let rehearsed = plan.rehearsedSeconds {
      (blocks, blockSeconds) = (.rehearsal, rehearsed)
    } else {
      return nil
    }
  }
}
