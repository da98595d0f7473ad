import Testing

@testable import simulate

@Suite("The scheduler of simulations")
struct SchedulerTests {
  @Test func `tasks and actors run in an order that follows from the seed`() {
    func order(_ seed: UInt64) -> [Int]? {
      DeterministicExecutor.run(seed: seed) { scheduler in
        let log = Log()
        await withTaskGroup(of: Void.self) { group in
          for number in 0..<8 {
            group.addTask {
              await log.add(number)
              await scheduler.sleep(milliseconds: number % 3)
              await Task { await log.add(10 + number) }.value
            }
          }
        }
        return await log.numbers
      }
    }
    for seed in UInt64(1)...20 { #expect(order(seed) == order(seed)) }
    #expect(Set((1...20).map { order($0) }).count > 10)
  }

  private actor Log {
    var numbers: [Int] = []
    func add(_ number: Int) { numbers.append(number) }
  }
}
