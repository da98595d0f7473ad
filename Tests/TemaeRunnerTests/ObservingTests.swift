import TemaeCore
import TemaeRunner
import TestSupport
import Testing

/// The server that a shell block works on is looked at before it.
@Suite("Observing the target of a shell block")
struct ObservingTests {
  private let runbook = Runbook.sample([.sample("1", [.shell("1/d") { $0.database = "main" }])])

  private static let others: [TargetIdentity] = {
    var (server, database, role) = (
      TargetIdentity.sample, TargetIdentity.sample, TargetIdentity.sample
    )
    server.systemIdentifier = "another"
    database.database = "another"
    role.role = "another"
    return [server, database, role]
  }()

  @Test(arguments: others) func `on another target than the pinned one it is not begun`(
    other: TargetIdentity
  ) async throws {
    let world = SimulatedWorld(runbook, identities: { _ in other })
    #expect(try await world.driver(try world.open()).drive() == .halted(.target))
    #expect(world.types.contains("target.mismatched"))
    #expect(world.shell.started.isEmpty && !world.types.contains("attempt.intended"))
  }

  @Test func `where nobody can be asked it is not begun either`() async throws {
    let world = SimulatedWorld(runbook, identities: { _ in throw SimulatedFault() })
    #expect(try await world.driver(try world.open()).drive() == .halted(.target))
    #expect(world.shell.started.isEmpty && !world.types.contains("attempt.intended"))
  }
}
