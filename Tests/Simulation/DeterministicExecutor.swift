import Glibc
import TestSupport

/// Sends every job that a simulation's thread makes ready to that thread's scheduler.
///
/// The runtime asks this hook before it gives a job to its pool. Threads without a scheduler are not
/// concerned: their jobs go where they always go.
enum DeterministicExecutor {
  private typealias Original = @convention(thin) (UnownedJob) -> Void
  private typealias Hook = @convention(thin) (UnownedJob, Original) -> Void

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    unsafe pthread_key_create(&key, nil)
    return key
  }()

  private static let isInstalled: Bool = {
    guard let symbol = unsafe dlsym(dlopen(nil, RTLD_LAZY), "swift_task_enqueueGlobal_hook") else {
      return false
    }
    let hook: Hook = { job, original in
      if let scheduler = DeterministicExecutor.current {
        scheduler.enqueue(job)
      } else {
        original(job)
      }
    }
    unsafe symbol.assumingMemoryBound(to: Hook?.self).pointee = hook
    return true
  }()

  /// The scheduler of this thread.
  fileprivate static var current: Scheduler? {
    guard let pointer = unsafe pthread_getspecific(key) else { return nil }
    return unsafe Unmanaged<Scheduler>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Runs a body on a thread of its own, with every task that it starts, until nothing is left to do.
  static func run<Value: Sendable>(
    seed: UInt64, _ body: @escaping @Sendable (Scheduler) async -> Value
  ) -> Value? {
    precondition(isInstalled, "the runtime has no hook for ready jobs")
    let scheduler = Scheduler(seed: seed)
    let box = Box<Value>()
    unsafe pthread_setspecific(key, Unmanaged.passUnretained(scheduler).toOpaque())
    defer { pthread_setspecific(key, nil) }
    Task { box.value = await body(scheduler) }
    scheduler.drain()
    return box.value
  }

  // Safe: only the simulation's thread reads and writes it.
  private final class Box<Value>: @unchecked Sendable { var value: Value? }
}

/// The order of everything in a simulation: which ready job comes next, and when sleepers wake.
// Safe: only the simulation's thread reads and writes it.
final class Scheduler: TaskExecutor, @unchecked Sendable {
  /// Far more jobs than any seed needs: what takes longer goes round in circles.
  private static let mostSteps = 200_000

  private struct Sleeper {
    var wakes: Int
    var number: Int
    var continuation: CheckedContinuation<Void, Never>
  }

  private var random: SplitMix64
  private var ready: [UnownedJob] = []
  private var sleepers: [Sleeper] = []
  private var count = 0
  /// Microseconds since the start; it moves on only when nothing is ready.
  private(set) var now = 0
  /// How many jobs have run.
  private(set) var steps = 0
  /// Is told of each move of the clock.
  var onMove: (Int) -> Void = { _ in }

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  func enqueue(_ job: UnownedJob) { ready.append(job) }

  fileprivate func drain() {
    while steps < Self.mostSteps {
      if !ready.isEmpty {
        let job = ready.remove(at: Int.random(in: 0..<ready.count, using: &random))
        steps += 1
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
      } else if let next = sleepers.indices.min(by: { order($0) < order($1) }) {
        let sleeper = sleepers.remove(at: next)
        now = max(now, sleeper.wakes)
        onMove(now)
        sleeper.continuation.resume()
      } else {
        return
      }
    }
  }

  private func order(_ index: Int) -> (Int, Int) {
    (sleepers[index].wakes, sleepers[index].number)
  }

  /// Waits in simulated time; returns early when the task is cancelled.
  func sleep(milliseconds: Int) async {
    count += 1
    let number = count
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        sleepers.append(
          Sleeper(
            wakes: Task.isCancelled ? now : now + milliseconds * 1000, number: number,
            continuation: continuation))
      }
    } onCancel: {
      guard let place = sleepers.firstIndex(where: { $0.number == number }) else { return }
      sleepers[place].wakes = now
    }
  }
}
