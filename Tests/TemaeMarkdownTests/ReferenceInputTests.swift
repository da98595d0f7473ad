import Glibc
import TemaeCore
import Testing

/// The reference input lies beside the package where the project is developed; elsewhere these tests
/// are skipped, and the documents of the other suites stand for it.
@Suite(.enabled(if: ReferenceInput.isPresent))
struct ReferenceInputTests {
  private func runbook() throws -> Runbook { try Compiling.runbook(ReferenceInput.text) }

  @Test func `phases, steps and offsets are those of the document`() throws {
    let runbook = try runbook()
    #expect(runbook.title == "Production Migration Procedure")
    #expect(runbook.phases.map(\.id) == ["1", "2", "3", "4"])
    #expect(runbook.phases.map(\.steps.count) == [5, 3, 3, 3])
    #expect(runbook.phases.map(\.from) == [-120, 0, 30, 60])
    #expect(runbook.phases.map(\.to) == [-15, 30, 60, 120])
    #expect(runbook.steps.map(\.id) == (1...14).map(String.init))
    #expect(
      runbook.steps.map(\.offset) == [-120, -90, -60, -30, -15, 0, 0, 15, 30, 35, 40, 60, 90, 120])
    #expect(runbook.step("7")?.until == 15)
    #expect(runbook.step("3")?.title == "Comprehensive Backup")
  }

  @Test func `blocks and items are counted as the design page counts them`() throws {
    let runbook = try runbook()
    let inSteps = runbook.steps.flatMap(\.activities)
    #expect(inSteps.count { $0.role == .change } == 12)
    let manual = runbook.steps.filter { $0.activities.allSatisfy { $0.role == .item } }
    #expect(manual.map(\.id) == ["2", "13"])
    #expect(runbook.prerequisites.map(\.activities.count) == [5, 4])
    #expect(runbook.successCriteria.flatMap(\.activities).count == 8)
    let remedies = runbook.remedies.flatMap(\.activities)
    #expect(remedies.map(\.id) == ["remedy/1", "remedy/2"])
    let scopes = runbook.rollbackScopes.flatMap(\.activities)
    #expect(scopes.map(\.id) == ["rollback/1", "rollback/2"])
    let lists = (runbook.prerequisites + runbook.successCriteria).flatMap(\.activities)
    #expect((inSteps + lists).count { $0.role == .item } == 26)
    #expect(runbook.notRun.map(\.line) == [27])
    #expect(12 + remedies.count + scopes.count + runbook.notRun.count == 17)
  }

  @Test func `schedule, follow-ups and communication are read`() throws {
    let runbook = try runbook()
    #expect(runbook.timeline.map(\.offset) == [-120, -60, -30, -15, 0, 30, 60, 90])
    #expect(runbook.timeline.first?.title == "Begin preparation phase")
    #expect(runbook.timeline.first?.line == 28)
    #expect(runbook.followUps.map(\.afterMinutes) == [1440, 4320, 10_080, 43_200])
    #expect(runbook.followUps.first?.title == "Intensive monitoring of all systems")
    #expect(runbook.announcements.compactMap(\.everyMinutes) == [30])
    #expect(runbook.announcements.count == 6)
  }

  @Test func `nothing but the steps' changes can run in sequence`() throws {
    let runbook = try runbook()
    let inSequence = runbook.steps.flatMap(\.activities).filter { $0.kind != .manual }
    #expect(!inSequence.isEmpty)
    for activity in inSequence {
      #expect(!activity.text.contains("git checkout"))
      #expect(!activity.text.contains("emergency_rollback"))
      #expect(!activity.text.contains("DROP"))
    }
  }

  @Test func `what the static test refuses is run by hand, with the reason`() throws {
    let runbook = try runbook()
    let reasons = runbook.steps.flatMap(\.activities).filter { $0.byHand != nil }
    #expect(reasons.map(\.id) == ["1/1", "7/1", "11/1"])
    #expect(reasons.allSatisfy { $0.role == .change && $0.kind == .manual })
    #expect(runbook.questions.isEmpty)
    #expect(runbook.unsupported.isEmpty)
  }
}

enum ReferenceInput {
  private static var path: String {
    let folders = #filePath.split(separator: "/").dropLast(3)
    return "/" + folders.dropLast().joined(separator: "/")
      + "/shared/seed/production-migration-procedure.md"
  }

  static var isPresent: Bool { unsafe access(path, R_OK) == 0 }

  static var text: String { TextFile.read(path) ?? "" }
}
