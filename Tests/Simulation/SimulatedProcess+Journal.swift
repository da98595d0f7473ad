import TemaeCore
import TemaeRunner
import TestSupport

extension SimulatedProcess: JournalPort {
  func seal(_ bytes: [UInt8], media: String) -> SealedPayload {
    world.journal.seal(bytes, media: media)
  }

  func record(
    _ drafts: [EventDraft], payloads: [SealedPayload], condition: AppendCondition
  ) throws -> AppendResult {
    if nature.isHostile, !isDead {
      if nature.isOne(in: 25) { onInterference() }
      if nature.isOne(in: 40) { onTakeOver() }
    }
    var condition = condition
    if breakage == .fenceIsOff, case .intents = condition { condition = .facts(epoch: epoch) }
    do {
      return try call {
        let result = try world.journal.record(drafts, payloads: payloads, condition: condition)
        guard case .recorded(let entries) = result else { return result }
        nature.history.acknowledged += entries
        let isLate = epoch < newestEpoch
        nature.history.submitted += drafts.map { draft in
          History.Submission(
            event: draft.event, at: nature.history.effects.now(), isLate: isLate)
        }
        breakPromise(entries)
        return result
      }
    } catch {
      if breakage == .losesAcknowledged, isDead, epoch == newestEpoch {
        world.journal.tamper { entries in
          if entries.count > 4 { entries.removeLast(1) }
        }
      }
      throw error
    }
  }

  private var newestEpoch: Int { world.journal.entries.compactMap(\.draft.epoch).max() ?? 0 }

  private func breakPromise(_ recorded: [Entry]) {
    let isDue = nature.isOne(in: 6)
    let breakage = breakage
    world.journal.tamper { entries in
      switch breakage {
      case .storesAnother where isDue:
        let at = entries[entries.count - 1].at
        entries[entries.count - 1].draft.at = at.advanced(byMicroseconds: 1)
      case .rewritesHistory where isDue && entries.count > 3:
        entries[2].draft.bootMicroseconds += 1
      case .forgetsSuccess:
        guard case .attemptSucceeded(let data)? = recorded.last?.event else { return }
        entries[entries.count - 1].draft.event = .attemptSettled(
          AttemptSettled(
            activity: data.activity, attempt: data.attempt, evidence: .probe, verdict: .again))
      default: break
      }
    }
  }

  func entries(run: String, after position: Int) throws -> [Entry] {
    try call { try world.journal.entries(run: run, after: position) }
  }

  func payload(_ commitment: Commitment) throws -> [UInt8]? {
    try call { try world.journal.payload(commitment) }
  }

  func leaf(of entry: Entry) -> Digest { world.journal.leaf(of: entry) }

  func attemptDirectory(run: String, activity: String, attempt: Int, epoch: Int) -> String {
    world.journal.attemptDirectory(run: run, activity: activity, attempt: attempt, epoch: epoch)
  }

  func dataVersion() throws -> Int {
    if isDead { throw SimulatedFault() }
    return world.journal.entries.count
  }
}
