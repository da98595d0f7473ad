import TemaeCore
import Testing

/// Offsets, durations and cadences as people write them.
struct TimeTests {
  private func step(_ heading: String) throws -> Step {
    try #require(try Compiling.runbook("# M\n## Step 1: \(heading)\n- [ ] a\n").steps.first)
  }

  @Test(arguments: [
    ("T-120 min", -120), ("T-2 hours", -120), ("T+15", 15), ("T-0", 0), ("T0", 0),
    ("Day -7", -10_080), ("-00:30", -30), ("T−90", -90), ("T–1h 30m", -90), ("t + 5", 5),
    ("T-1:30", -90), ("+02:00", 120), ("Day 3", 4320), ("T-1.5 h", -90), ("T+2 weeks", 20_160),
    ("T-30 s", -1),
  ])
  func `an offset is minutes from T`(text: String, minutes: Int) throws {
    #expect(try step("S (\(text))").offset == minutes)
    #expect(try step("S (\(text))").title == "S")
  }

  @Test(arguments: ["T-", "T5", "-30", "T-5x", "Tea", "ST-5", "1:30", "Day", "DST+1"])
  func `what only looks like one is a part of the title`(text: String) throws {
    #expect(try step("S (\(text))").offset == nil)
    #expect(try step("S (\(text))").title == "S (\(text))")
  }

  @Test(arguments: [
    ("T-120 to T-15", -120, -15), ("T-120 – T-15", -120, -15), ("T-2 to T-1 hours", -120, -60),
    ("T-2 hours to T-1", -120, -60), ("T+0→T+15", 0, 15), ("T-1h until T-30 min", -60, -30),
    ("T-60..T-30", -60, -30),
  ])
  func `a range has both ends, and the unit of one goes for both`(
    text: String, from: Int, until: Int
  ) throws {
    let step = try step("S (\(text))")
    #expect(step.offset == from)
    #expect(step.until == until)
  }

  @Test(arguments: [
    ("5 minutes", 300), ("5min", 300), ("~10 min", 600), ("2-3 hours", 10_800),
    ("2 to 3 hours", 10_800), ("1h 30m", 5400), ("1 hour 30 minutes", 5400), ("1.5 h", 5400),
    ("up to 20 min", 1200), ("max. 45 s", 45), ("2 Stunden", 7200), ("approx. 1 day", 86_400),
    ("10–15 min", 900), ("90 sec", 90),
  ])
  func `a duration in a title is a budget`(text: String, seconds: Int) throws {
    #expect(try step("S (\(text))").budgetSeconds == seconds)
    #expect(try step("S (\(text))").title == "S")
  }

  @Test(arguments: ["5", "minutes", "5 apples", "30m 1h", "5 min or so", "9999999 weeks"])
  func `what is no duration is a part of the title`(text: String) throws {
    #expect(try step("S (\(text))").budgetSeconds == nil)
    #expect(try step("S (\(text))").title == "S (\(text))")
  }

  @Test func `an offset and a duration stand in one pair of parentheses`() throws {
    let step = try step("S (T-30, 5 min)")
    #expect(step.offset == -30)
    #expect(step.budgetSeconds == 300)
  }

  @Test(arguments: [
    ("Status every 30 minutes", 30), ("every hour", 60), ("every 2 hours", 120), ("hourly", 60),
    ("Daily summary", 1440), ("every half hour", 30), ("every half an hour", 30),
    ("Every day at noon", 1440), ("each 15 min", 15), ("every 15-30 minutes", 30),
    ("every 1.5 hours.", 90), ("every half-hour", 30), ("Hourly.", 60),
    ("(every 90 s)", 1),
  ])
  func `a cadence is minutes`(text: String, minutes: Int) throws {
    #expect(try cadence(text) == minutes)
  }

  @Test(arguments: [
    "every step", "each hour of work", "everyone", "every 10 apples", "every 30 seconds", "often",
    "every second",
  ])
  func `what only looks like one is none`(text: String) throws {
    #expect(try cadence(text) == nil)
  }

  private func cadence(_ text: String) throws -> Int? {
    let runbook = try Compiling.runbook("# M\n## Communication plan\n- \(text)\n")
    return try #require(runbook.announcements.first).everyMinutes
  }
}
