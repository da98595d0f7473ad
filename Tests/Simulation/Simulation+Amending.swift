import TemaeCore
import TemaeRunner
import TestSupport

extension Simulation {
  /// Somebody corrects one activity of the document and takes it in, between two drivers.
  ///
  /// Drivers from whom the run was taken may still be asleep, and wake up on another runbook.
  func amend() throws {
    let state = try replayed()
    let steps = state.runbook.phases[0].steps
    guard let step = nature.pick(Array(steps.indices)),
      let place = nature.pick(Array(steps[step].activities.indices))
    else { return }
    var runbook = state.runbook
    let number = nature.history.editions.count + 1
    runbook.phases[0].steps[step].activities[place].text += " (\(number))"
    runbook.digest = testDigest("edition \(number) \(step) \(place)".utf8)
    let amending = Amending(
      runbook: runbook, compiled: [], source: [], difference: "", directory: "/srv/runbook",
      document: "runbook.md", files: [], acceptance: .annotated, parameters: [], targets: [],
      reason: "a typing error", tool: "0.1.0")
    let lead = Lead(
      run: "run-1", journal: world.journal, clock: world.clock, machine: world.machine,
      by: .sample)
    let before = world.journal.entries.count
    do {
      guard try amending.record(on: state, lead, .sample()) != nil else { return }
    } catch is Rejection {
      return
    }
    nature.history.editions.append(runbook)
    nature.history.acknowledged += world.journal.entries[before...]
  }

  /// The state that the journal's entries and the runbooks that they name give.
  func replayed() throws -> RunState { try world.replayed(amended: nature.history.editions) }
}
