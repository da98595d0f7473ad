import TemaeCore
import Testing

@testable import simulate

@Suite("Simulations")
struct SimulationTests {
  /// A slice in a debug build, in parts that run beside each other; `tools/test` runs ten times as
  /// many in a release build.
  private static let parts: [ClosedRange<UInt64>] = (0..<8).map { 125 * $0 + 1...125 * ($0 + 1) }

  @Test(arguments: parts) func `every law holds under every seed`(seeds: ClosedRange<UInt64>) {
    var broken = 0
    for seed in seeds where broken < 20 {
      let breaches = Laws.breaches(in: Simulation.run(seed: seed))
      guard !breaches.isEmpty else { continue }
      broken += 1
      Issue.record("seed \(seed): \(breaches.prefix(4)); tools/simulate --seed \(seed)")
    }
  }

  @Test func `the same seed gives the same journal, byte for byte, also of runs that are amended`()
  {
    var journals: Set<[UInt8]> = []
    var (amended, corrected) = (0, 0)
    var (rolledBack, lossy) = (0, 0)
    for seed in UInt64(1)...300 {
      let first = Simulation.run(seed: seed)
      let second = Simulation.run(seed: seed)
      #expect(first.bytes == second.bytes, "seed \(seed)")
      #expect(first.steps == second.steps, "seed \(seed)")
      journals.insert(first.bytes)
      amended += first.editions.isEmpty ? 0 : 1
      corrected += first.beginnings.count { $0.text.hasSuffix(")") }
      rolledBack += first.end?.status == .rolledBack ? 1 : 0
      lossy += first.effects.losses.isEmpty || first.repins.isEmpty ? 0 : 1
    }
    #expect(amended > 20 && corrected > 20)
    #expect(rolledBack > 20 && lossy > 2, "\(rolledBack) \(lossy)")
    #expect(journals.count == 300)
  }
}
