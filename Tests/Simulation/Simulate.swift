import Glibc
import Synchronization
import TemaeCore

/// `simulate A..B [-v]`: the simulations of these seeds, on as many threads as there are cores.
@main
final class Simulate: Sendable {
  /// How many seeds a thread takes at a time.
  private static let portion = UInt64(100)
  /// How many seeds lie between two lines that say how far it is.
  private static let stretch = UInt64(10_000)
  /// After so many broken seeds it stops.
  private static let mostBroken = 20

  private struct Progress {
    var next: UInt64
    var done: UInt64 = 0
    var broken = 0
  }

  private let seeds: ClosedRange<UInt64>
  private let isShown: Bool
  private let progress: Mutex<Progress>

  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    let bounds = (arguments.first ?? "").split(separator: "..").compactMap { UInt64($0) }
    guard bounds.count == 2, bounds[0] <= bounds[1], bounds[1] < .max else {
      print("usage: simulate A..B [-v]")
      exit(64)
    }
    let simulate = Simulate(seeds: bounds[0]...bounds[1], isShown: arguments.contains("-v"))
    exit(await simulate.run() ? 0 : 1)
  }

  private init(seeds: ClosedRange<UInt64>, isShown: Bool) {
    self.seeds = seeds
    self.isShown = isShown
    progress = Mutex(Progress(next: seeds.lowerBound))
  }

  /// Whether every law held under every seed.
  private func run() async -> Bool {
    let threads = isShown ? 1 : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    await withTaskGroup { group in
      for _ in 0..<threads { group.addTask { while let part = self.take() { self.run(part) } } }
    }
    let end = progress.withLock { $0 }
    print("\(end.done) seeds run, \(end.broken) broke a law")
    return end.broken == 0
  }

  private func take() -> ClosedRange<UInt64>? {
    progress.withLock { progress in
      guard progress.next <= seeds.upperBound, progress.broken < Self.mostBroken else { return nil }
      let first = progress.next
      progress.next = min(seeds.upperBound + 1, first + Self.portion)
      return first...progress.next - 1
    }
  }

  private func run(_ part: ClosedRange<UInt64>) {
    for seed in part {
      let history = Simulation.run(seed: seed)
      if isShown { show(history) }
      let breaches = Laws.breaches(in: history)
      guard !breaches.isEmpty else { continue }
      say("seed \(seed): \(breaches.prefix(4)); tools/simulate --seed \(seed)")
      progress.withLock { $0.broken += 1 }
    }
    progress.withLock { progress in
      let before = progress.done
      progress.done += UInt64(part.count)
      guard before / Self.stretch < progress.done / Self.stretch else { return }
      say("\(progress.done) seeds, \(progress.broken) broke a law")
    }
  }

  // At once, also into a file: it takes hours.
  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }

  private func show(_ history: History) {
    for entry in history.entries { print(String(decoding: entry.body, as: UTF8.self)) }
    print("\(history.steps) steps; effects \(history.effects.all); errors \(history.errors)")
  }
}
