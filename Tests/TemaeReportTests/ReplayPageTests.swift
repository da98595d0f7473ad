import TemaeCore
import TemaeReport
import Testing

// The page on the replay holds examples. With `TEMAE_UPDATE=1` in the environment they are written,
// otherwise they are compared.
@Suite("The page on the replay", .serialized)
struct ReplayPageTests {
  @Test(arguments: ["moment", "screen", "difference"])
  func `the page shows the example as it is printed`(part: String) throws {
    let story = try Story.halted()
    let printed =
      switch part {
      case "moment": try story.moment(after: 8).text(.plain)
      case "difference": try story.difference(from: 8, to: 10).text(.plain)
      case _:
        ReplayScreen(
          try story.moment(after: 8, isStrict: false), nearby: story.entries, track: story.track,
          view: ReplayView(), columns: 80, rows: 24, colors: false
        ).lines.map { $0 + "\n" }.joined()
      }
    try PageExample.check("replay.md", part, printed)
  }
}
