import Glibc
import Testing

/// What a run knows is as before after its driver was killed: compared with an undisturbed run.
struct SurvivingValueTests {
  private static let document = """
    ---
    temae: 1
    title: Values
    parameters: [{name: HOUSE}]
    ---
    # Values

    ## Phase 1: Do it

    ### Step 1: Learn (T-1 min)

    - [ ] Somebody is here

    ```bash
    export PLACE="east of 'Uji'"
    ```

    ```bash {.capture capture=rows}
    printf '3\\n  of them\\n'
    ```

    ### Step 2: Work (T+0)

    ```bash
    touch begun
    until test -e go; do sleep 0.05; done
    ```

    ### Step 3: Use (T+1 min)

    ```bash
    printf '%s\\n' "$HOUSE" "$PLACE" "$TEMAE_VALUE_ROWS" "$TEMAE_T0" "$TEMAE_RUN_DATE" \\
      "$TEMAE_RUN" "${TEMAE_IDEMPOTENCY_KEY#*/}" "$TEMAE_ATTEMPT" "$(umask)" "$PWD" >used
    ```

    """

  private static let words = [
    "run", "values.md", "--t0", "2099-03-01T22:30:00Z", "--no-wait", "--param",
    "HOUSE=the tea house",
  ]

  /// Runs the document, with or without a kill in step 2; what step 3 saw, and how the run stands.
  private func outcome(killed: Bool) async throws -> (used: String, status: String) {
    let place = try Workplace()
    try place.write("values.md", Self.document)
    let runner = try Background(Self.words, in: place.path)
    try await runner.wait(for: "1/")
    try await runner.until("step 1 asks") {
      try place.sqlite("SELECT count(*) FROM event WHERE type = 'lease.taken';") == "1\n"
    }
    #expect(try place.temae("answer", "1/1", "yes", "--note", "it rains").code == 0)
    try await runner.until("step 2 works") { unsafe access("\(place.path)/begun", F_OK) == 0 }
    if killed {
      runner.send(SIGKILL)
      #expect(runner.end() == 137)
      try place.write("go", "")
      #expect(try place.temae("resume", "--no-wait", "--unattended").code == 0)
    } else {
      try place.write("go", "")
      #expect(runner.end() == 0)
    }
    let used = Program.text("\(place.path)/used").replacing(place.path, with: "HERE")
    let query = """
      SELECT type, body ->> '$.what.activity', body ->> '$.what.name', body ->> '$.what.t0',
        body ->> '$.what.value.length'
      FROM event WHERE type IN ('item.answered', 'value.captured', 'variable.exported',
        'run.opened', 'attempt.succeeded') ORDER BY seq;
      """
    return (used, try place.sqlite(query))
  }

  @Test func `values, answers, T and the clock are those of an undisturbed run`() async throws {
    let undisturbed = try await outcome(killed: false)
    let killed = try await outcome(killed: true)
    let beginning = "the tea house\neast of 'Uji'\n3\n  of them\n2099-03-01T22:30"
    #expect(undisturbed.used.hasPrefix(beginning), "\(undisturbed.used)")
    #expect(killed.used == undisturbed.used)
    #expect(undisturbed.status.contains("item.answered"), "\(undisturbed.status)")
    #expect(killed.status == undisturbed.status)
  }

  @Test func `another umask, PATH and directory are said at resume, and recorded`() async throws {
    let place = try Workplace()
    try place.write("values.md", Self.document)
    let opened = try Program.run(Self.words + ["--unattended"], in: place.path)
    #expect(opened.code == 3)
    let same = try place.temae("resume", "--unattended", "--no-wait")
    #expect(!same.error.contains("not as it was"), "\(same.error)")

    let script = """
      mkdir -p '\(place.path)/below'; cd '\(place.path)/below'; umask 0077
      PATH="/opt/other:$PATH" TEMAE_ALLOW_TMPFS=1 '\(Program.path)' \
        resume --unattended --no-wait >/dev/null 2>../.said
      """
    #expect(try Workplace.shell(script) == 3)
    let said = Program.text("\(place.path)/.said")
    #expect(said.contains("umask is 0077, and was 0"), "\(said)")
    #expect(said.contains("PATH is /opt/other:"), "\(said)")
    #expect(said.contains("this is \(place.path)/below, and the run was opened in \(place.path)"))
    #expect(said.contains("to have it as it was"), "\(said)")
    let query = """
      SELECT body ->> '$.what.surroundings.umask' FROM event WHERE type = 'lease.taken' ORDER BY seq
      """
    #expect(try place.sqlite(query).hasSuffix("0077\n"))
  }
}
