import Foundation
import Testing

/// `temae rollback --plan`, of documents and of runs.
struct RollbackPlanTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("move.md", Self.move)
  }

  @Test func `a document is planned before it runs`() throws {
    let ending = try place.temae("rollback", "--plan", "move.md")
    #expect(ending.code == 0 && ending.error == "")
    #expect(ending.output.contains("as if the whole document had been carried out"))
    #expect(try verdicts("move.md") == ["3/1 nothing", "2/1 compensate", "1/1 irreversible"])
    #expect(!FileManager.default.fileExists(atPath: place.path + "/journals"))
  }

  @Test func `a run is planned from what its journal tells, and nothing is recorded`() throws {
    let run = try place.temae("run", "move.md", "--no-wait", "--unattended")
    #expect(run.code == 1, "\(run.error)")
    let head = try place.temae("journal", "head").output
    #expect(try verdicts("move-1") == ["2/1 compensate", "1/1 irreversible"])
    let plan = try object("move-1")
    let entry = try #require((plan["entries"] as? [[String: Any]])?.first)
    #expect(entry["block"] as? String == "2/2")
    #expect(entry["certainty"] as? String == "possible")
    #expect(entry["expectedSeconds"] is NSNull)
    #expect(try place.temae("journal", "head").output == head)
    let text = try place.temae("rollback", "--plan").output
    #expect(text.contains("rollback plan  move-1"))
    #expect(text.contains("it failed (the exit code is not an accepted one)"))
  }

  @Test func `a scope is named by its heading or its line, and any other is refused`() throws {
    let named = try place.temae("rollback", "--plan", "move.md", "--scope", "everything")
    #expect(named.code == 0)
    #expect(named.output.contains("what it undoes, and what it leaves, the document does not say"))
    let line = try #require(named.output.firstMatch(of: #/for the whole run, line (\d+)/#)?.1)
    let same = try place.temae("rollback", "--plan", "move.md", "--scope", String(line))
    #expect(same.output == named.output)
    let other = try place.temae("rollback", "--plan", "move.md", "--scope", "nothing")
    #expect(other.code == 64)
    #expect(other.error.contains("line \(line)  Everything"))
  }

  @Test func `a document is not rolled back, and the command that is for it is named`() throws {
    let ending = try place.temae("rollback", "move.md")
    #expect(ending.code == 64)
    #expect(ending.error.contains("temae rollback --plan move.md"))
  }

  @Test func `the example has a way back for what matters`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(root)/docs/examples/tea-house/runbook.md"
    let ending = try place.temae("rollback", "--plan", path)
    #expect(ending.code == 0)
    #expect(ending.output.contains("compensate"))
  }

  private func object(_ subject: String) throws -> [String: Any] {
    let ending = try place.temae("rollback", "--plan", subject, "--format", "json")
    #expect(ending.code == 0, "\(ending.error)")
    let value = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    return try #require(value as? [String: Any])
  }

  private func verdicts(_ subject: String) throws -> [String] {
    let entries = try #require(try object(subject)["entries"] as? [[String: Any]])
    return entries.map { "\($0["activity"] ?? "") \($0["verdict"] ?? "")" }
  }

  private static let move = """
    ---
    temae: 1
    title: Move
    ---
    # Move

    ## Step 1: Say so

    ```bash
    echo moving
    ```

    ## Step 2: Move

    ```bash
    touch moved
    false
    ```

    ```bash {.rollback timeout=30s}
    rm -f moved
    ```

    ## Step 3: Look

    - **Undo**: none needed

    ```bash
    test -e moved
    ```

    ## Rollback

    ### Everything

    ```bash
    rm -rf everything
    ```

    """
}
