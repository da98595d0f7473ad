import TemaeCore
import TemaeReport
import Testing

struct FooterTests {
  private func footer(_ story: Story, _ awaited: String? = nil) -> [String] {
    Footer.lines(state: story.state, now: story.now, awaited: awaited, style: .plain)
  }

  @Test func `before a step's time the clock counts down to it`() throws {
    var story = Story()
    try story.open()
    try story.answer("prerequisites/1")
    story.pass(5)
    #expect(
      footer(story) == [
        "▸ open  T-1:09:55  10:50:05Z  run for 5.0 s  on time",
        "step 1  Environment check  T-60  0 of 1  step 1 is due in 9 min 55 s",
        "next for you: 2/1  Looked at the counts  in 1 h 09 min",
      ])
  }

  @Test func `at work it shows the step's time against its budget, and how late the run is`() throws
  {
    var story = Story()
    try story.open()
    try story.answer("prerequisites/1")
    story.pass(720)
    try story.intend("1/version")
    story.pass(3600)
    #expect(
      footer(story, "1/version is at work") == [
        "▸ open  T+2:00  12:02:00Z  run for 1 h 12 min  2 min late",
        "step 1  Environment check  T-60  0 of 1  1 h 02 min of 10 min  1/version is at work",
        "next for you: 2/1  Looked at the counts",
      ])
  }

  @Test func `what a person must do now is said as such`() throws {
    var story = Story()
    try story.open()
    #expect(footer(story)[2] == "now for you: prerequisites/1: Both are here (yes or no?)")
    try story.record(.runPaused(RunPaused()), epoch: nil)
    #expect(footer(story)[2] == "now for you: a person paused the run: resume it")
  }

  @Test func `on a compressed clock the schedule's minutes are counted`() throws {
    var story = Story()
    try story.open(
      t0: story.now.advanced(bySeconds: 7), minuteMicroseconds: 100_000)
    try story.answer("prerequisites/1")
    #expect(footer(story)[0].hasPrefix("▸ open  T-1:10:00  10:50:00Z"))
    story.pass(1)
    try story.intend("1/version")
    #expect(footer(story)[0].hasPrefix("▸ open  T-1:00:00  10:50:01Z"))
    #expect(footer(story)[1].contains("0 ms of 1.0 s"))
  }

  @Test func `without a T there is no lateness, and an ended run has nothing next`() throws {
    var story = Story()
    try story.open(t0: nil, honoursSchedule: false)
    #expect(footer(story)[0] == "▸ open  10:50:00Z  run for 0 ms")
    try story.record(.runAborted(RunAborted(reason: story.sealed("enough"))), epoch: nil)
    #expect(footer(story)[2] == "next for you: nothing")
  }

  @Test(arguments: [1, 10, 40, 80, 200])
  func `there are always three lines, and none is wider than the terminal`(width: Int) throws {
    var runbook = Runbook.teaHouse
    runbook.phases[0].steps[1].title = "お茶の間の\n準備\u{1B}[2J"
    var story = Story(runbook)
    try story.haltAtApply()
    for colors in [false, true] {
      let style = TextStyle(colors: colors, width: width)
      let lines = Footer.lines(state: story.state, now: story.now, awaited: nil, style: style)
      #expect(lines.count == 3)
      #expect(lines.allSatisfy { !$0.contains("\n") && !$0.contains("\u{1B}[2J") })
      guard !colors else { continue }
      #expect(lines.allSatisfy { SafeText.columns(of: $0) <= width })
    }
  }
}
