import TemaeCore
import TemaeReport
import Testing

// The page on the audit holds examples. With `TEMAE_UPDATE=1` in the environment they are written,
// otherwise they are compared.
@Suite("The page on the audit", .serialized)
struct AuditPageTests {
  @Test(arguments: ["text", "csv", "json"])
  func `the page shows the example as it is printed`(part: String) throws {
    let story = try Story.halted()
    let report = AuditReport(entries: story.entries, state: story.state, payload: story.payload)
    let printed =
      switch part {
      case "csv": report.csv().replacing("\r\n", with: "\n")
      case "json": report.json()
      case _: report.text(.plain)
      }
    try PageExample.check("audit.md", part, language: part, printed)
  }
}
