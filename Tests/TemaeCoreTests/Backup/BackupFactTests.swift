import TemaeCore
import TestSupport
import Testing

/// What commands of temae leave in the record of an attempt.
struct BackupFactTests {
  private let facts: [BackupFact] = [
    .taken(BackupSamples.summary), .verified(BackupSamples.summary, BackupSamples.proof()),
    .verified(
      BackupSamples.summary,
      BackupProof(
        verifiedAt: Instant(microseconds: 0), findingCount: 3, restoreSeconds: nil)),
  ]

  @Test func `a record is read as it was written, and what is no fact is passed over`() {
    let lines = facts.flatMap(\.fileBytes)
    #expect(BackupFact.read(lines) == facts)
    #expect(BackupFact.read(Array("hello\n{}\n".utf8) + lines + Array("{\"backup\"".utf8)) == facts)
    #expect(BackupFact.read([]) == [])
  }

  @Test func `a line that no event can hold, and a time that overflows in sums, are passed over`()
    throws
  {
    var long = BackupSamples.summary
    long.path = String(repeating: "x", count: BackupFact.longestLineBytes)
    #expect(BackupFact.read(BackupFact.taken(long).fileBytes) == [])
    for seconds in [-1, 1 << 40] {
      var proof = BackupSamples.proof()
      proof.restoreSeconds = seconds
      let fact = BackupFact.verified(BackupSamples.summary, proof)
      #expect(BackupFact.read(fact.fileBytes) == [])
      var verification = BackupSamples.verification(of: .zero)
      verification.restore?.seconds = seconds
      #expect(throws: CanonicalReader.Malformed.self) {
        try BackupVerification(bytes: verification.fileBytes)
      }
    }
  }

  @Test func `no more lines are read than anybody needs`() {
    let many = (0..<1000).flatMap { _ in facts[0].fileBytes }
    #expect(BackupFact.read(many).count == BackupFact.limit)
  }
}
