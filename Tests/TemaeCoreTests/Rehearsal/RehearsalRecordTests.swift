import TemaeCore
import TestSupport
import Testing

struct RehearsalRecordTests {
  private static func runbook(digest: Digest = .zero) -> Runbook {
    var runbook = Runbook.sample([Step.sample("1", [.sql("1/a")])])
    runbook.digest = digest
    runbook.rollbackScopes = [
      RollbackScope(
        title: "Step 1", line: 5, step: "1", activities: [.sql("1/undo", .rollback, of: "1/a")])
    ]
    return runbook
  }

  private static func record(of runbook: Runbook) -> RehearsalRecord {
    var record = RehearsalRecord.full
    record.digest = runbook.digest
    record.files = []
    return record
  }

  @Test func `a record is read back as it was written, and no other form`() throws {
    let bytes = RehearsalRecord.full.fileBytes
    #expect(try RehearsalRecord(bytes: bytes) == .full)
    let text = String(decoding: bytes, as: UTF8.self)
    let other = text.split(separator: "\"format\":1").joined(separator: "\"format\":2")
    #expect(other != text)
    #expect(throws: CanonicalReader.Malformed.self) {
      try RehearsalRecord(bytes: Array(other.utf8))
    }
  }

  @Test func `what changed since is named`() {
    let record = RehearsalRecord.full
    let same = FileRecord(digest: testDigest([4]), path: "a.sql")
    let other = FileRecord(digest: testDigest([9]), path: "a.sql")
    #expect(record.changes(to: testDigest([3]), [same]) == [])
    #expect(record.changes(to: testDigest([8]), [same]) == ["the document"])
    #expect(record.changes(to: testDigest([8]), [other]) == ["a.sql"])
    #expect(record.changes(to: testDigest([3]), []) == ["a.sql"])
    let added = FileRecord(digest: testDigest([9]), path: "b.sh")
    #expect(record.changes(to: testDigest([3]), [same, added]) == ["b.sh"])
  }

  @Test func `the plan expects what the rehearsal took, rounded up`() {
    let runbook = Self.runbook()
    let plan = RollbackPlan(of: runbook, rehearsal: Self.record(of: runbook))
    #expect(plan.expectedSeconds == 3)
    #expect(plan.items.map(plan.expectedSeconds(of:)) == [3])
    #expect(plan.rehearsal?.fits == true)
  }

  @Test func `a rehearsal of another text is known of, and nothing is expected by it`() {
    let plan = RollbackPlan(
      of: Self.runbook(digest: testDigest([1])), rehearsal: Self.record(of: Self.runbook()))
    #expect(plan.expectedSeconds == nil)
    #expect(plan.items.map(plan.expectedSeconds(of:)) == [nil])
    #expect(plan.rehearsal?.changes == ["the document"])
  }

  @Test func `what was not carried out in the rehearsal is not expected to take no time`() {
    let runbook = Self.runbook()
    var record = Self.record(of: runbook)
    record.durations = []
    #expect(RollbackPlan(of: runbook, rehearsal: record).expectedSeconds == nil)
  }
}
