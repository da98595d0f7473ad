import TestSupport
import Testing

@testable import TemaeCore

struct StateDigestTests {
  @Test func `a state is compared with the digest that the next entry carries`() throws {
    var trace = try Trace(.sample([.sample("1", [.shell("1/a")])]))
    try trace.happen(.secretSupplied(SecretSupplied(name: "TOKEN")))
    var next = try #require(trace.entries.last)
    #expect(try trace.state.compare(with: next, testDigest) == false)
    next.draft.state = trace.state.digest(testDigest)
    #expect(try trace.state.compare(with: next, testDigest))
    var other = trace.state
    other.deviations += 1
    let problem = #expect(throws: InvalidHistory.self) {
      try other.compare(with: next, testDigest)
    }
    #expect(problem?.sequence == next.sequence)
    // What a later version has hashed in its own way, this one cannot judge.
    next.draft.state?.version = RunState.encodingVersion + 1
    #expect(try other.compare(with: next, testDigest) == false)
  }
}
