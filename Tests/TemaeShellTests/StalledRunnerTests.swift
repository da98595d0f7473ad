import Glibc
import TemaeShell
import Testing

/// Ending a runner that holds its run.
@Suite struct StalledRunnerTests {
  @Test func `a process that has only the runner's number is left alone`() async {
    await #expect(processExitsWith: .success) {
      // Started at another time than the one that was recorded: it is somebody else.
      let runner = StalledRunner(processID: Int(getpid()), startTicks: 1)
      let isEnded = try runner.end()
      #expect(!isEnded)
    }
  }

  @Test func `a number that nobody has is nobody's`() throws {
    let isEnded = try StalledRunner(processID: Int(Int32.max), startTicks: 1).end()
    #expect(!isEnded)
  }
}
