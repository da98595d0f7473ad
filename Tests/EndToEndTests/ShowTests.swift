import Foundation
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
    try place.write("all.md", Self.everything)
    try place.write("all.sh", "true\n")
    let ending = try place.temae("show", "all.md", "--format", "json")
    #expect(ending.code == 0)
    let whole = try Self.object(ending.output)
    #expect(Set(whole.keys) == Self.keys)
    for (path, keys) in Self.promised {
      let found = try #require(try Self.first(path, in: whole), "\(path)")
      #expect(Set(found.keys) == Set(keys.split(separator: " ").map(String.init)), "\(path)")
    }
    let phase = try #require(try Self.first("phases", in: whole))
    #expect(phase["from"] as? Int == -120)
    #expect(phase["to"] as? Int == -15)
    #expect(try Self.first("phases steps", in: whole)?["offset"] as? Int == -90)
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

  @Test func `the caret of a long line stands under its column`() throws {
    let note = String(repeating: "茶", count: 3000)
    try place.write(
      "bad.md",
      "---\ntemae: 1\n---\n# B\n## Step 1: S\n```bash {.check equals=\"\(note)\" tiemout=1m}\ntrue\n```\n"
    )
    let ending = try place.temae("show", "bad.md")
    #expect(ending.code == 65)
    let lines = ending.error.split(separator: "\n").map(String.init)
    let excerpt = try #require(lines.firstIndex { $0.contains(" | ") })
    let before = lines[excerpt].prefix { $0 != "t" }
    let columns = before.reduce(0) { $0 + ($1 == "茶" ? 2 : 1) }
    #expect(lines[excerpt].contains("tiemout=1m}"))
    #expect(lines[excerpt + 1].count == columns + 1)
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

/// The keys of the JSON, which later versions add to and never rename.
extension ShowTests {
  private static let keys: Set<String> = [
    "title", "digest", "prerequisites", "timeline", "phases", "successCriteria", "remedies",
    "rollbackScopes", "followUps", "announcements", "readings", "notRun", "questions",
    "unsupported", "files", "settings",
  ]

  /// Where each object stands, and its keys.
  private static let promised = [
    ("prerequisites", "title line activities items checks"),
    ("prerequisites items", "id text line"),
    ("timeline", "offset title line"),
    ("phases", "id title from to steps"),
    ("phases steps", "id title offset activities items checks"),
    ("phases steps activities", "id kind role language line"),
    ("phases steps items", "id text line"),
    ("phases steps checks", "id kind role language line"),
    ("successCriteria", "title line activities items checks"),
    ("remedies", "title step line activities items checks"),
    ("remedies activities", "id kind role language line"),
    ("rollbackScopes", "title step line activities items checks undoes"),
    ("followUps", "title afterMinutes line"),
    ("announcements", "text section everyMinutes line"),
    ("readings", "line source meaning rule"),
    ("notRun", "line language reason"),
    ("questions", "line text annotations"),
    ("unsupported", "line fact"),
    ("files", "path digest use"),
    (
      "settings",
      "annotated shell timezone window databases variables parameters secrets groups channels"
    ),
  ]

  /// A document with something of everything.
  private static let everything = """
    # All
    ## Timeline
    - T-120: Begin
    - T-90: Go on
    ## Prerequisites
    - [ ] Ready
    ## Phase 1: Prepare (T-120 to T-15)
    ### Step 1: Go on (T-90)
    - **Approve**: 2 of @dba

    - [ ] Look

    ```bash
    bash ./all.sh
    ```

    ```bash {.check}
    true
    ```

    ```
    What is this?
    ```
    ## Troubleshooting
    ```bash
    ./repair.sh
    ```
    ## Rollback
    ```bash
    ./undo.sh
    ```
    ## Success criteria
    - [ ] Good
    ## Monitoring
    - **24 hours**: Look
    ## Communication
    - Status every 30 minutes
    """

  private static func object(_ json: String) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(json.utf8))
    return try #require(value as? [String: Any])
  }

  /// The first object at a path of keys, through the first element of every list.
  private static func first(_ path: String, in whole: [String: Any]) throws -> [String: Any]? {
    path.split(separator: " ").reduce(Optional(whole)) { object, key in
      let value = object?[String(key)]
      return value as? [String: Any] ?? (value as? [[String: Any]])?.first
    }
  }
}

extension String {
  /// The text with the first occurrence of another replaced.
  func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
