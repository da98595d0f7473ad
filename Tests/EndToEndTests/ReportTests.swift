import Testing

/// The completion report and the timeline as the program prints them.
struct ReportTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("tiny.md", Documents.tiny)
    _ = try place.temae("run", "tiny.md", "--no-wait", "--unattended")
  }

  @Test(arguments: ["html", "svg", "mermaid", "json", "text"])
  func `a timeline has every format`(format: String) throws {
    let ending = try place.temae("timeline", "-q", "--format", format)
    #expect(ending.code == 0)
    let begin = ["html": "<!DOCTYPE html>", "svg": "<?xml", "mermaid": "gantt\n", "json": "{"]
    #expect(ending.output.hasPrefix(begin[format] ?? "tiny-1"), "\(ending.output)")
  }

  @Test func `a report is Markdown, HTML, or a template that was filled`() throws {
    #expect(try place.temae("report", "-q").output.hasPrefix("# Completion report: "))
    #expect(try place.temae("report", "-q", "--format", "html").output.hasSuffix("</html>\n"))
    try place.write("own.md", "Run {{run}}: {{status}}\n")
    let own = try place.temae("report", "-q", "--template", "own.md")
    #expect(own.output.hasPrefix("Run tiny-1: "))
    let head = try place.temae("journal", "head").output
    try place.write("head.md", "{{journal}}\n")
    #expect(try place.temae("report", "-q", "--template", "head.md").output == head)
  }

  @Test func `a template that cannot be used is refused with its place and 65`() throws {
    try place.write("bad.md", "one\n{{everything}}\n")
    let bad = try place.temae("report", "-q", "--template", "bad.md")
    #expect(bad.code == 65)
    #expect(bad.error.contains("bad.md:2: {{everything}} is no value"))
    let missing = try place.temae("report", "-q", "--template", "none.md")
    #expect(missing.code == 65)
    #expect(missing.error.contains("there is no template none.md"))
    let folder = try place.temae("report", "-q", "--template", ".")
    #expect(folder.code == 65)
  }
}
