import TemaeCore
import TemaeRunner
import TestSupport
import Testing

/// A driver begins nothing without the secrets that the rest of its run needs.
@Suite("Supplying secrets")
struct SecretSupplyTests {
  private let runbook = Runbook.sample(
    [.sample("1", [.shell("1/a", .change, "open \"$HOUSE_KEY\"")])], secrets: ["HOUSE_KEY"])

  @Test func `a driver without a secret that is needed begins nothing, and names it`() async throws
  {
    let world = SimulatedWorld(runbook)
    let driver = try world.driver(try world.open())
    await #expect {
      try await driver.drive()
    } throws: { error in
      guard case DriverError.missingVariable(name: "HOUSE_KEY", _) = error else { return false }
      return true
    }
    #expect(world.shell.started.isEmpty && !world.types.contains("attempt.intended"))
  }

  @Test func `that a secret is held is recorded, and its value is not`() async throws {
    let value = "tatami-4711-kinako"
    let world = SimulatedWorld(runbook)
    let driver = try world.driver(try world.open()) {
      $0.environment.append(EnvironmentVariable(name: "HOUSE_KEY", value: value))
    }
    #expect(try await driver.drive() == .completed)
    #expect(world.types.contains("secret.supplied"))
    #expect(!world.everythingRecorded.contains(value))
  }
}
