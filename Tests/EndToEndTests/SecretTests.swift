import Glibc
import Testing

/// Secrets: asked for without echo, never recorded, and known again after a crash.
struct SecretTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write("guarded.md", Self.document)
  }

  private static let key = "kettle-4711"
  private static let token = "token-of-step-one"
  private static let password = "captured-in-step-one"

  /// Step 1 makes two secrets, step 2 works until it is let go, step 3 needs them all.
  private static let document = """
    ---
    temae: 1
    title: Guarded
    secrets: [TEA_KEY]
    parameters:
      - name: DOOR
        prompt: The code of the door
        secret: true
    ---
    # Guarded

    ## Phase 1: Do it

    ### Step 1: Make

    ```bash
    export SESSION_TOKEN=token-of-$(cat part)
    ```

    ```bash {.capture capture=pass_word secret}
    echo captured-in-$(cat part)
    ```

    ### Step 2: Work

    ```bash
    echo "$TEA_KEY $DOOR $SESSION_TOKEN $TEMAE_VALUE_PASS_WORD"
    touch begun
    until test -e go; do sleep 0.05; done
    ```

    ### Step 3: Use

    ```bash
    echo "$TEA_KEY/$DOOR/$SESSION_TOKEN/$TEMAE_VALUE_PASS_WORD"
    echo "$TEA_KEY/$DOOR/$SESSION_TOKEN/$TEMAE_VALUE_PASS_WORD" >used
    ```

    """

  private let given = ["TEA_KEY": key, "DOOR": "open-sesame"]
  private let made = [
    "SESSION_TOKEN": token, "TEMAE_VALUE_PASS_WORD": password,
  ]
  private let expected = "\(key)/open-sesame/\(token)/\(password)\n"

  /// Opens the run, and kills its driver in the middle of step 2; the command ends on its own.
  private func crash() async throws {
    try place.write("part", "step-one")
    let runner = try Background(
      ["run", "guarded.md", "--no-wait", "--unattended"], in: place.path, environment: given)
    try await runner.until("step 2 works") { unsafe access("\(place.path)/begun", F_OK) == 0 }
    runner.send(SIGKILL)
    #expect(runner.end() == 137)
    try place.write("go", "")
  }

  /// Where the bytes of a secret stand in anything that temae wrote.
  private func leaks(_ screens: String...) throws -> [String] {
    let secrets = Array(given.values) + Array(made.values)
    let words = secrets.map { "-e '\($0)'" }.joined(separator: " ")
    try Workplace.shell("cd '\(place.path)' && grep -raFl \(words) journals >.found 2>&1")
    let files = Program.text("\(place.path)/.found").split(separator: "\n").map(String.init)
    // The journal's payloads lie in its file as they are.
    return files + screens.filter { screen in secrets.contains { screen.contains($0) } }
  }

  @Test func `after a crash every secret is given again, and none has been written down`()
    async throws
  {
    try await crash()
    let refused = try place.temae("resume", "--no-wait", "--unattended")
    #expect(refused.code == 65)
    for word in [
      "TEA_KEY: the runbook declares it a secret", "DOOR: a secret parameter",
      "The code of the door", "SESSION_TOKEN: a secret that 1/1 exported, used by 2/1, 3/1",
      "TEMAE_VALUE_PASS_WORD: the secret value @pass_word that 1/2 captured",
      "read -rs TEA_KEY && export TEA_KEY", "temae resume guarded-1",
    ] { #expect(refused.error.contains(word), "\(word): \(refused.error)") }
    #expect(!Program.text("\(place.path)/used").contains("/"))

    let all = given.merging(made) { $1 }
    let resumed = try place.temae("resume", "--no-wait", "--unattended", environment: all)
    #expect(resumed.code == 0, "\(resumed.output)\(resumed.error)")
    #expect(!resumed.error.contains("cannot be checked"), "\(resumed.error)")
    #expect(Program.text("\(place.path)/used") == expected)
    let log = try place.temae("log").output
    #expect(log.contains("[masked] [masked] [masked] [masked]"), "\(log)")
    #expect(log.contains("[masked]/[masked]/[masked]/[masked]"), "\(log)")
    #expect(
      try leaks(
        Program.text("\(place.path)/.background"), refused.error, resumed.output, resumed.error, log
      )
        == [])
    #expect(try place.temae("journal", "verify").code == 0)
  }

  @Test func `another value than a block had made is not taken, unless a person insists`()
    async throws
  {
    try await crash()
    var wrong = given.merging(made) { $1 }
    wrong["SESSION_TOKEN"] = "of-another-session"
    let refused = try place.temae("resume", "--no-wait", "--unattended", environment: wrong)
    #expect(refused.code == 65)
    #expect(refused.error.contains("SESSION_TOKEN"))
    #expect(refused.error.contains("is not the value that the run had"), "\(refused.error)")
    wrong["SESSION_TOKEN"] = nil
    let terminal = try Terminal(["resume", "--no-wait"], in: place.path, environment: wrong)
    try terminal.wait(for: "SESSION_TOKEN (what you type is not shown): ")
    terminal.type("a-new-session\n")
    try terminal.wait(for: "type it once more")
    // What was typed before the question stood there is dropped.
    try terminal.wait(for: "shown): ")
    terminal.type("a-new-session\n")
    #expect(try terminal.end() == 0, "\(terminal.screen)")
    #expect(Program.text("\(place.path)/used").contains("a-new-session"))
    #expect(!terminal.screen.contains("a-new-session"))
  }

  @Test func `a rotated key of the environment is taken, and said`() async throws {
    try await crash()
    var rotated = given.merging(made) { $1 }
    rotated["TEA_KEY"] = "another-kettle"
    let resumed = try place.temae("resume", "--no-wait", "--unattended", environment: rotated)
    #expect(resumed.code == 0)
    #expect(resumed.error.contains("TEA_KEY is not the value that the run had before"))
  }

  @Test func `without the run's key values are taken, and it is said that nobody checked them`()
    async throws
  {
    try await crash()
    #expect(try Workplace.shell("rm '\(place.path)'/journals/*.attempts/*/secrets.key") == 0)
    let all = given.merging(made) { $1 }
    let resumed = try place.temae("resume", "--no-wait", "--unattended", environment: all)
    #expect(resumed.code == 0)
    #expect(resumed.error.contains("SESSION_TOKEN cannot be checked"), "\(resumed.error)")
  }

  @Test func `an empty variable is no value, neither at the beginning nor after a crash`()
    async throws
  {
    var empty = given
    empty["TEA_KEY"] = ""
    let opened = try place.temae(
      "run", "guarded.md", "--no-wait", "--unattended", environment: empty)
    #expect(opened.code == 65)
    #expect(opened.error.contains("TEA_KEY: the runbook declares it a secret"), "\(opened.error)")
    #expect(opened.error.contains("it is not in the environment"), "\(opened.error)")

    try await crash()
    var all = given.merging(made) { $1 }
    all["SESSION_TOKEN"] = ""
    let resumed = try place.temae("resume", "--no-wait", "--unattended", environment: all)
    #expect(resumed.code == 65)
    #expect(resumed.error.contains("SESSION_TOKEN: a secret that 1/1"), "\(resumed.error)")
    #expect(resumed.error.contains("it is not in the environment"), "\(resumed.error)")
    #expect(!Program.text("\(place.path)/used").contains("/"))
  }

  @Test func `a command typed by hand gets the secrets too, and they stay masked`() async throws {
    try await crash()
    let words = ["do", "--reason", "look", "--", "echo \"$DOOR $SESSION_TOKEN\" >typed"]
    let refused = try Program.run(words, in: place.path, environment: given)
    #expect(refused.code == 65)
    #expect(refused.error.contains("SESSION_TOKEN"))
    #expect(
      try place.sqlite("SELECT count(*) FROM event WHERE type = 'activity.added';") == "0\n")
    let all = given.merging(made) { $1 }
    let done = try Program.run(words, in: place.path, environment: all)
    #expect(done.code == 0, "\(done.output)\(done.error)")
    #expect(Program.text("\(place.path)/typed") == "open-sesame \(Self.token)\n")
    #expect(try leaks(done.output, done.error) == [])
  }

  @Test func `the key lies in a file for its account alone, and goes with the run`() async throws {
    try await crash()
    let find = "cd '\(place.path)' && find journals -name secrets.key"
    try Workplace.shell("\(find) -printf '%m %s\\n' >.found")
    #expect(Program.text("\(place.path)/.found") == "600 32\n")
    let all = given.merging(made) { $1 }
    try place.temae("resume", "--no-wait", "--unattended", environment: all)
    try Workplace.shell("\(find) >.found")
    #expect(Program.text("\(place.path)/.found") == "")
  }

  @Test func `a secret is no argument of a program`() throws {
    let refused = try place.temae("run", "guarded.md", "--no-wait", "--param", "DOOR=open-sesame")
    #expect(refused.code == 64)
    #expect(refused.error.contains("other people can read the arguments"))
    #expect(!refused.error.contains("open-sesame"))
  }
}
