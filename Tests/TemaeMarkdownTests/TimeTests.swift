import TemaeCore
import Testing

/// Offsets as people write them in headings.
struct TimeTests {
  @Test(arguments: [
    ("T-120 min", -120), ("T-2 hours", -120), ("T+15", 15), ("T-0", 0), ("T0", 0),
    ("Day -7", -10_080), ("-00:30", -30),
  ])
  func `an offset is minutes from T`(text: String, minutes: Int) throws {
    let runbook = try Compiling.runbook("# M\n## Step 1: S (\(text))\n- [ ] a\n")
    #expect(runbook.steps.map(\.offset) == [minutes])
  }

  @Test func `a range has both ends`() throws {
    let step = try #require(
      try Compiling.runbook("# M\n## Step 1: S (T-120 to T-15)\n- [ ] a\n").steps.first)
    #expect(step.offset == -120)
    #expect(step.until == -15)
  }
}
