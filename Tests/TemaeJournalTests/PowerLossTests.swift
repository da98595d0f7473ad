import CDiskRecorder
import Glibc
import TemaeCore
import Testing

@testable import TemaeJournal

/// Whatever a disk keeps when the power fails: the journal opens, verifies, and holds every event
/// that was acknowledged and none that was not appended.
///
/// `TEMAE_POWER_LOSS_STATES` sets how many distinct states are opened, `TEMAE_POWER_LOSS_SEED`
/// where they begin.
@Suite(.serialized) struct PowerLossTests {
  let recording: RecordedJournal

  init() throws { recording = try RecordedJournal() }

  @Test func `no state of the disk loses an acknowledged event`() throws {
    try recording.record(synchronous: "FULL")
    let wanted = Int(setting("TEMAE_POWER_LOSS_STATES") ?? "") ?? 50_000
    let seed = UInt64(setting("TEMAE_POWER_LOSS_SEED") ?? "") ?? 20_261_125
    let result = try recording.losePower(states: wanted, seed: seed, forgetting: DISK_SYNCS_ALL)
    print("power loss: \(result.states) distinct states, seed \(seed)")
    #expect(result.problems.isEmpty)
    #expect(result.states >= wanted)
  }

  @Test func `with synchronous=NORMAL acknowledged events are lost`() throws {
    try recording.record(synchronous: "NORMAL")
    let result = try recording.losePower(states: 2_000, seed: 1, forgetting: DISK_SYNCS_ALL)
    #expect(result.problems.contains { $0.contains("acknowledged") })
  }

  @Test(arguments: [DISK_FORGETS_LOG_SYNC, DISK_FORGETS_MAIN_SYNC])
  func `a sync that is left out is found`(forgotten: Int) throws {
    try recording.record(synchronous: "FULL")
    let result = try recording.losePower(states: 5_000, seed: 1, forgetting: forgotten)
    #expect(!result.problems.isEmpty)
  }

  private func setting(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
