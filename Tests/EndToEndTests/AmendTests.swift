import Glibc
import Testing

/// A changed document goes into a run by `temae amend`, and in no other way.
struct AmendTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("move.md", Self.document)
  }

  /// The first block works until the test lets it end, the second one fails.
  private static let document = """
    ---
    temae: 1
    title: Move
    ---
    # Move

    ## Phase 1: Do it

    ### Step 1: Copy

    ```bash
    echo copied >> trace
    touch begun
    until test -e go; do sleep 0.05; done
    ```

    ### Step 2: Switch

    ```bash
    echo swtich >> trace
    false
    ```

    ### Step 3: Look

    - [ ] All is well

    """

  private func write(replacing text: String, with other: String) throws {
    let now = Program.text("\(place.path)/move.md")
    try #require(now.contains(text))
    try place.write("move.md", now.replacingFirst(text, with: other))
  }

  /// Opens the run and lets it fail in step 2.
  private func fail() throws {
    try Workplace.shell("touch '\(place.path)/go'")
    let ending = try place.temae("run", "move.md", "--no-wait", "--unattended")
    #expect(ending.code == 1, "\(ending.output)\(ending.error)")
  }

  /// The digest by which the document as it is now is agreed to.
  private func digest() throws -> String {
    let asked = try place.temae("amend", "--reason", "look")
    #expect(asked.code == 64)
    let found = try #require(asked.error.firstMatch(of: /--accept ([0-9a-f]{12})/), "\(asked)")
    return String(found.1)
  }

  private func types() throws -> [String] {
    try place.sqlite("SELECT type FROM event ORDER BY seq;").split(separator: "\n").map(String.init)
  }

  private var trace: String { Program.text("\(place.path)/trace") }

  @Test func `killed, corrected, amended twice and resumed, a run comes to its end`() async throws {
    let runner = try Background(
      ["run", "move.md", "--no-wait", "--unattended"], in: place.path)
    try await runner.until("the command has begun") {
      unsafe access("\(place.path)/begun", F_OK) == 0
    }
    try write(replacing: "echo swtich >> trace\nfalse", with: "echo switched >> trace")
    let beside = try place.temae("amend", "--reason", "a typing error")
    #expect(beside.code == 75)
    #expect(
      beside.error.contains("drives run move-1") && beside.error.contains("temae pause move-1"))
    runner.send(SIGKILL)
    #expect(runner.end() == 128 + SIGKILL)
    // What the command came to is not known yet: nothing is amended on a guess.
    let open = try place.temae("amend", "--reason", "a typing error")
    #expect(open.code == 64)
    #expect(open.error.contains("1/1 is ") && open.error.contains("stands still"))
    try Workplace.shell("touch '\(place.path)/go'")
    #expect(try place.temae("resume", "--unattended").code == 1)
    #expect(trace == "copied\nswtich\n")
    // The document on the disk is not what runs.
    #expect(try place.temae("answer", "2/1", "retry").code == 0)
    let unchanged = try place.temae("resume", "--unattended")
    #expect(unchanged.code == 1)
    #expect(unchanged.error.contains("not what the run has, and not taken in: move.md"))
    #expect(unchanged.error.contains("-echo swtich >> trace\n-false\n+echo switched >> trace\n"))
    #expect(unchanged.error.contains("Δ changed  2/1  move.md:19"))
    #expect(unchanged.error.contains("temae amend move-1 --reason TEXT takes it in"))
    #expect(trace == "copied\nswtich\nswtich\n")

    let first = try place.temae(
      "amend", "--reason", "a typing error", "--accept", digest(), "--as", "Rikyū")
    #expect(first.code == 0, "\(first.error)")
    #expect(first.output.contains("-echo swtich >> trace\n-false\n+echo switched >> trace\n"))
    #expect(first.output.contains("Δ changed  2/1  move.md:19  failed; tried anew as attempt 3"))
    #expect(first.output.contains("0 added, 1 changed, 0 removed, 2 untouched"))
    try write(replacing: "All is well", with: "All is very well")
    #expect(
      try place.temae("amend", "move-1", "--reason", "politer", "--accept", digest()).code == 0)
    let amended = try place.temae("resume", "--unattended")
    #expect(amended.code == 3)
    #expect(!amended.error.contains("not what the run has"))
    #expect(trace == "copied\nswtich\nswtich\nswitched\n")
    #expect(try place.temae("answer", "3/1", "yes").output.contains("All is very well"))
    #expect(try place.temae("resume", "--unattended").code == 0)
    #expect(trace == "copied\nswtich\nswtich\nswitched\n")
    try verifyRecord()

    let late = try place.temae("amend", "move-1", "--reason", "late")
    #expect(late.code == 64)
    #expect(late.error.contains("is completed") && late.error.contains("next: "))
  }

  private func verifyRecord() throws {
    let verifier =
      "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
      + "/tools/verify/verify.py"
    #expect(try place.temae("journal", "verify").code == 0)
    #expect(
      try Workplace.shell(
        "python3 '\(verifier)' '\(place.path)/journals/temae.sqlite' >/dev/null 2>&1") == 0)
    let audit = try place.temae("audit", "move-1").output
    #expect(audit.contains("Rikyū") && audit.contains("reason: a typing error"))
    #expect(audit.contains("! deviation"))
    let status = try place.temae("status", "move-1").output
    #expect(status.contains("amended     2 times") && status.contains(": politer"))
    let json = try place.temae("status", "move-1", "--format", "json").output
    #expect(json.contains(#""reason":"a typing error","added":[],"changed":["2/1"]"#), "\(json)")
    let log = try place.temae("log", "move-1").output
    #expect(log.contains("── the runbook was amended\n--- move.md\tsha256 "))
    #expect(log.contains("+- [ ] All is very well"))
    let shown = try place.temae("show", "--run", "move-1")
    #expect(shown.output.contains("All is very well"))
    #expect(shown.error.contains("amended 2 times"))
    let changed = try place.sqlite(
      "SELECT body ->> '$.what.changed' FROM event WHERE type = 'runbook.amended';")
    #expect(changed == "[\"2/1\"]\n[\"3/1\"]\n")
  }

  @Test func `what has been done is not changed, and the place is named`() throws {
    try fail()
    let before = try types()
    try write(replacing: "echo copied >> trace", with: "echo copied twice >> trace")
    let changed = try place.temae("amend", "--reason", "x")
    #expect(changed.code == 65)
    #expect(
      changed.error.contains("move.md:11: 1/1 cannot be changed: it has succeeded"),
      "\(changed.error)")
    try place.write("other.md", Self.document.replacingFirst("### Step 1: Copy", with: "Nothing"))
    let removed = try place.temae("amend", "other.md", "--reason", "x")
    #expect(removed.code == 65)
    #expect(removed.error.contains("1/1 cannot be removed: it has succeeded"), "\(removed)")
    #expect(try types() == before)
  }

  @Test func `a document that is not right, or is what the run has, is not taken in`() throws {
    try fail()
    let before = try types()
    func refused(_ code: Int32, _ text: String, _ words: String...) throws {
      let ending = try Program.run(["amend", "--reason", "x"] + words, in: place.path)
      #expect(ending.code == code, "\(ending)")
      #expect(ending.error.contains(text), "\(ending.error)")
      #expect(ending.error.contains("next: "))
    }
    try refused(64, "are what the run has")
    try place.write("broken.md", Self.document + "```bash\necho never closed\n")
    try refused(65, "broken.md:27:1: error: ", "broken.md")
    try place.write(
      "approved.md",
      Self.document.replacingFirst("Look\n", with: "Look\n\n- **Approve**: 2 of @dba\n"))
    try refused(65, "approved.md:", "approved.md")
    try refused(65, "there is no document nowhere.md", "nowhere.md")
    try write(replacing: "All is well", with: "All is very well")
    try refused(65, "is not the changed document's digest", "--accept", "0123456789ab")
    #expect(try place.temae("amend", "--accept", "0123456789ab").code == 64)
    #expect(try place.temae("amend", "--reason", " ", "--accept", "0123456789ab").code == 64)
    #expect(try types() == before)
  }

  @Test func `a person at a terminal is asked, and nothing but yes is taken for yes`() throws {
    try fail()
    let before = try types()
    try write(replacing: "echo swtich >> trace\nfalse", with: "echo switched >> trace")
    for word in ["", "y", "no"] {
      let asked = try Terminal(["amend", "--reason", "x"], in: place.path)
      try asked.wait(for: "Take this into run move-1? Type yes: ")
      asked.type("\(word)\n")
      #expect(try asked.end() == 3)
    }
    #expect(try types() == before)
    let asked = try Terminal(["amend", "--reason", "x"], in: place.path)
    try asked.wait(for: "failed; tried anew as attempt 2")
    try asked.wait(for: "Type yes: ")
    asked.type("yes\n")
    #expect(try asked.end() == 0)
    #expect(try types() == before + ["lease.taken", "runbook.amended", "lease.released"])
  }

  @Test func `an amendment that was agreed to on another state of the run is not recorded`() throws
  {
    try fail()
    try write(replacing: "echo swtich >> trace\nfalse", with: "echo switched >> trace")
    let asked = try Terminal(["amend", "--reason", "x"], in: place.path)
    try asked.wait(for: "Type yes: ")
    #expect(try place.temae("skip", "2/1", "--reason", "no need").code == 0)
    asked.type("yes\n")
    #expect(try asked.end() == 75)
    #expect(try !types().contains("runbook.amended"))
  }

  @Test func `a parameter that is new needs a value, and the blocks have it from then on`() throws {
    try fail()
    try write(replacing: "title: Move\n", with: "title: Move\nparameters: [{name: ROOM}]\n")
    try write(replacing: "echo swtich >> trace\nfalse", with: "echo $ROOM >> trace")
    let missing = try place.temae("amend", "--reason", "x")
    #expect(missing.code == 64)
    #expect(missing.error.contains("the parameter ROOM has no value"))
    let given = ["amend", "--reason", "x", "--param", "ROOM=west"]
    let asked = try Program.run(given, in: place.path)
    let digest = try #require(asked.error.firstMatch(of: /--accept ([0-9a-f]{12})/))
    let words = given + ["--accept", String(digest.1)]
    #expect(try Program.run(words, in: place.path).code == 0)
    #expect(try place.temae("resume", "--unattended").code == 3)
    #expect(trace == "copied\nswtich\nwest\n")
    try write(replacing: "All is well", with: "All is very well")
    let again = try Program.run(words, in: place.path)
    #expect(again.code == 64)
    #expect(again.error.contains("the parameter ROOM has the value that the run was given"))
  }

  @Test func `a run goes on whose document and included files are gone or broken`() throws {
    try fail()
    try Workplace.shell("rm '\(place.path)/move.md'")
    #expect(try place.temae("skip", "2/1", "--reason", "no need").code == 0)
    let gone = try place.temae("resume", "--unattended")
    #expect(gone.code == 3)
    #expect(gone.error.contains("not taken in: move.md (gone)"))
    #expect(gone.error.contains("+++ /dev/null"))
    try place.write("move.md", "# Broken\n\n```bash\n")
    #expect(try place.temae("answer", "3/1", "yes").code == 0)
    let broken = try place.temae("resume", "--unattended")
    #expect(broken.code == 0, "\(broken.error)")
    #expect(broken.error.contains("+# Broken\n"))
    #expect(try place.temae("amend", "move-1", "--reason", "x").code == 64)
  }

  @Test func `a script that changed halts the run at its turn, and goes in by an amendment`() throws
  {
    try place.write("work.sh", "#!/bin/sh\necho one >> trace\n")
    try Workplace.shell("chmod +x '\(place.path)/work.sh'")
    try place.write(
      "move.md",
      Self.document.replacingFirst("until test -e go; do sleep 0.05; done", with: "")
        .replacingFirst("echo swtich >> trace\nfalse", with: "./work.sh")
        .replacingFirst("### Step 2", with: "- [ ] Copied\n\n### Step 2"))
    #expect(try place.temae("run", "move.md", "--no-wait", "--unattended").code == 3)
    #expect(try place.temae("answer", "1/2", "yes").code == 0)
    try place.write("work.sh", "#!/bin/sh\necho two >> trace\n")
    let halted = try place.temae("resume", "--unattended")
    #expect(halted.code == 1)
    #expect(halted.output.contains("temae amend move-1 --reason TEXT"), "\(halted.output)")
    #expect(trace == "copied\n")
    let ending = try place.temae("amend", "--reason", "as meant", "--accept", digest())
    #expect(ending.code == 0)
    #expect(ending.output.contains("--- ./work.sh"))
    #expect(try place.temae("resume", "--unattended").code == 3)
    #expect(trace == "copied\ntwo\n")
  }

  @Test func `an included file that changed runs as it was until it is taken in`() throws {
    let shelves = try Shelves()
    let migration = "20260101000000_shelves.sql"
    try shelves.place.write(migration, "create table shelves (bowl int)\ninsert oops;\n")
    #expect(try shelves.temae("run", "shelves.md", "--no-wait", "--unattended").code == 1)
    try shelves.place.write(migration, Shelves.migration)
    #expect(try shelves.temae("answer", "2/apply", "retry").code == 0)
    #expect(try shelves.temae("resume", "--unattended").code == 1)
    #expect(try shelves.psql("select to_regclass('shelves') is null") == "t")
    let asked = try shelves.temae("amend", "--reason", "look")
    #expect(asked.output.contains("-insert oops;\n+create table if not exists"), "\(asked.output)")
    #expect(asked.output.contains("Δ changed  2/apply"))
    let digest = try #require(asked.error.firstMatch(of: /--accept ([0-9a-f]{12})/))
    #expect(
      try shelves.temae("amend", "--reason", "a missing end", "--accept", String(digest.1)).code
        == 0)
    let ending = try shelves.temae("resume", "--unattended")
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
    #expect(try shelves.psql("select count(*) from shelves") == "3")
    #expect(
      try shelves.psql("select activity, attempt, outcome from temae.marker order by at")
        == "2/apply|3|done")
  }

  @Test func `a database that is new in an amendment is looked at and pinned`() throws {
    let shelves = try Shelves()
    try shelves.place.write(
      "20260101000000_shelves.sql", Shelves.migration + "select 1 / 0;\n")
    #expect(try shelves.temae("run", "shelves.md", "--no-wait", "--unattended").code == 1)
    try shelves.place.write("20260101000000_shelves.sql", Shelves.migration)
    let document = Program.text("\(shelves.place.path)/shelves.md")
      .replacingFirst("databases:\n", with: "databases:\n  other:\n    env: OTHER_URL\n")
      .replacingFirst(
        "### Step 4", with: "```sql {#other db=other readonly}\nselect 2;\n```\n\n### Step 4")
    try shelves.place.write("shelves.md", document)
    let unset = try shelves.temae("amend", "--reason", "x")
    #expect(unset.code == 65)
    #expect(unset.error.contains("OTHER_URL, which is not set"), "\(unset.error)")
    let environment = ["TEA_URL": shelves.connection, "OTHER_URL": shelves.connection]
    let asked = try shelves.place.temae("amend", "--reason", "x", environment: environment)
    let digest = try #require(asked.error.firstMatch(of: /--accept ([0-9a-f]{12})/))
    let words = ["amend", "--reason", "x", "--accept", String(digest.1)]
    #expect(
      try Program.run(words, in: shelves.place.path, environment: environment).code == 0)
    #expect(
      try shelves.place.sqlite(
        "SELECT body ->> '$.what.targets[0].database' FROM event WHERE type = 'runbook.amended';")
        == "other\n")
    let ending = try shelves.place.temae("resume", "--unattended", environment: environment)
    #expect(ending.code == 0, "\(ending.output)\(ending.error)")
  }
}
