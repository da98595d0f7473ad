import Glibc
import TemaeCore
import Testing

@Suite("Simulations")
struct SimulationTests {
  /// The seeds to run: `TEMAE_SEEDS=A..B`, else a slice that takes a few minutes at most.
  private static let seeds: ClosedRange<UInt64> = {
    let given = unsafe getenv("TEMAE_SEEDS").map { unsafe String(cString: $0) } ?? ""
    let bounds = given.split(separator: "..").compactMap { UInt64($0) }
    return bounds.count == 2 && bounds[0] <= bounds[1] ? bounds[0]...bounds[1] : 1...10_000
  }()

  /// The seeds in parts, which run beside each other.
  private static let parts: [ClosedRange<UInt64>] = {
    let size = max(1, (seeds.upperBound - seeds.lowerBound) / 8 + 1)
    return stride(from: seeds.lowerBound, through: seeds.upperBound, by: Int(size)).map { first in
      first...min(first + size - 1, seeds.upperBound)
    }
  }()

  @Test(arguments: parts) func `every law holds under every seed`(seeds: ClosedRange<UInt64>) {
    var broken = 0
    for seed in seeds where broken < 20 {
      let history = Simulation.run(seed: seed)
      if Self.isShown { show(history) }
      let breaches = Laws.breaches(in: history)
      guard !breaches.isEmpty else { continue }
      broken += 1
      Issue.record("seed \(seed): \(breaches.prefix(4)); tools/simulate --seed \(seed)")
    }
  }

  private static let isShown =
    unsafe getenv("TEMAE_SEEDS_SHOWN").map { unsafe $0.pointee != 0 } ?? false

  private func show(_ history: History) {
    for entry in history.entries { print(String(decoding: entry.body, as: UTF8.self)) }
    print("\(history.steps) steps; effects \(history.effects); errors \(history.errors)")
  }

  @Test func `the same seed gives the same journal, byte for byte, also of runs that are amended`()
  {
    var journals: Set<[UInt8]> = []
    var (amended, corrected) = (0, 0)
    for seed in UInt64(1)...100 {
      let first = Simulation.run(seed: seed)
      let second = Simulation.run(seed: seed)
      #expect(first.bytes == second.bytes, "seed \(seed)")
      #expect(first.steps == second.steps, "seed \(seed)")
      journals.insert(first.bytes)
      amended += first.editions.isEmpty ? 0 : 1
      corrected += first.beginnings.count { $0.text.hasSuffix(")") }
    }
    #expect(amended > 20 && corrected > 20)
    #expect(journals.count == 100)
  }
}
