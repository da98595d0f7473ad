import TemaeCore
import TestSupport

extension Simulation {
  /// An operator decides to go back, between two drivers; whether that was recorded.
  func decideToGoBack() throws -> Bool {
    guard rollbacksLeft > 0 else { return false }
    rollbacksLeft -= 1
    let state = try replayed()
    let step = nature.isOne(in: 4) ? nature.pick(state.runbook.steps)?.id : nil
    return record(
      .rollBack(
        scope: nil, upTo: step, keepsGoing: nature.isOne(in: 4), reason: nil,
        overruling: nature.isOne(in: 2) ? commitment("all the same") : nil),
      on: state)
  }

  /// A person's command at another terminal; `false` where it is refused.
  func record(_ command: Command, on state: RunState) -> Bool {
    guard let events = try? state.handle(command, at: world.clock.now()) else { return false }
    switch command {
    case .answer(let activity, _, _):
      nature.history.answers.append(activity)
      nature.undoByHand(activity)
    case .rollBack(_, _, let keepsGoing, _, _):
      nature.history.rollbacks.append(
        History.Rollback(at: nature.history.effects.now(), keepsGoing: keepsGoing))
    case .skip, .settle, .retry, .remedy, .amend, .add, .end, .overrule, .note, .pause, .resume,
      .abort:
      break
    }
    let before = world.journal.entries.count
    world.journal.recordElsewhere(events)
    nature.history.acknowledged += world.journal.entries[before...]
    return true
  }
}
