import Testing

/// `temae show`, and what is said about documents that cannot be read.
struct ShowTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test func `a document is shown as it is read`() throws {
    try place.write("tiny.md", Documents.tiny)
    let ending = try place.temae("show", "tiny.md")
    #expect(ending.code == 0)
    #expect(ending.error == "")
    #expect(ending.output.contains("1 phase, 2 steps, 2 blocks"))
    #expect(ending.output.contains("remedy/1"))
  }

  @Test func `programs get JSON and nothing else on standard output`() throws {
    try place.write("tiny.md", Documents.tiny)
    let ending = try place.temae("show", "tiny.md", "--format", "json")
    #expect(ending.code == 0)
    #expect(ending.output.first == "{")
    for key in ["title", "digest", "prerequisites", "phases", "remedies", "followUps"] {
      #expect(ending.output.contains("\"\(key)\""))
    }
  }

  @Test(arguments: [("nowhere.md", "there is no document nowhere.md"), (".", "is a directory")])
  func `what is no document ends with 65`(path: String, message: String) throws {
    let ending = try place.temae("show", path)
    #expect(ending.code == 65)
    #expect(ending.output == "")
    #expect(ending.error.hasPrefix("temae: "))
    #expect(ending.error.contains(message))
  }

  @Test func `an error is shown with its line, and a caret under its column`() throws {
    try place.write("bad.md", "---\ntemae: 1\ntitle: [\n---\n# Bad\n")
    let ending = try place.temae("show", "bad.md")
    #expect(ending.code == 65)
    let lines = ending.error.split(separator: "\n").map(String.init)
    #expect(lines[0].contains(#/^bad\.md:\d+:\d+: error: /#))
    let excerpt = lines.firstIndex { $0.contains(" | ") }
    #expect(excerpt.map { lines[$0 + 1].hasSuffix("^") } == true)
    #expect(ending.error.contains("temae: bad.md cannot be used"))
  }

  @Test func `a script that the shell cannot parse is named before it runs`() throws {
    try place.write(
      "bad.md", Documents.tiny.replacingFirst("echo hello", with: "if true; then echo hello"))
    let ending = try place.temae("show", "bad.md")
    #expect(ending.error.contains("syntax error"))
  }

  @Test func `a named pipe does not make it wait`() throws {
    try Workplace.shell("mkfifo '\(place.path)/pipe.md'")
    let ending = try place.temae("show", "pipe.md")
    #expect(ending.code == 65)
    #expect(ending.error.contains("not a regular file"))
  }

  @Test func `BASH_ENV runs nothing while a document is only read`() throws {
    try place.write("tiny.md", Documents.tiny)
    try place.write("startup", "touch '\(place.path)/ran'\n")
    try place.temae("show", "tiny.md", environment: ["BASH_ENV": "\(place.path)/startup"])
    #expect(try Workplace.shell("test -e '\(place.path)/ran'") != 0)
  }
}

extension String {
  /// The text with the first occurrence of another replaced.
  func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
