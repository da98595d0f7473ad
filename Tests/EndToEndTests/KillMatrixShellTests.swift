import Glibc
import Testing

/// psql in a shell block, killed with its supervisor and the runner while the server works.
///
/// Whatever the verdict is, it must not contradict what became true in the database.
struct KillMatrixShellTests {
  private static func block(_ command: String, _ attributes: String = "") -> String {
    "```bash {#change db=main\(attributes)}\n\(command)\n```"
  }

  private func kill(_ scene: KillScene) throws {
    scene.killRunner()
    try scene.signal("temae-supervisor", SIGKILL)
    try scene.signal("psql", SIGKILL)
    try scene.signal("bash", SIGKILL)
  }

  @Test func `one batch commits although its client is dead, and the probe says so`() throws {
    let scene = try KillScene(Self.block("psql -X -v ON_ERROR_STOP=1 -c \"\(KillScene.work)\""))
    try scene.start()
    try kill(scene)
    #expect(try scene.waits(until: KillScene.isQuiet))
    #expect(try scene.truth() == "a b 1")
    #expect(try scene.resume().code == 0)
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled done probe"])
    try scene.expectOneEffect()
  }

  @Test func `a probe is not believed while the orphan is at work`() throws {
    let scene = try KillScene(Self.block("psql -X -v ON_ERROR_STOP=1 -c \"\(KillScene.work)\""))
    try scene.start()
    try kill(scene)
    // At once: the table is not there yet, and will be.
    #expect(try scene.truth() == "0")
    let ending = try scene.resume()
    #expect(ending.code == 0)
    #expect(ending.output.contains("1/change is still at work on the server"))
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled done probe"])
    try scene.expectOneEffect()
  }

  @Test func `SIGTERM to psql changes nothing for the server`() throws {
    let scene = try KillScene(Self.block("psql -X -v ON_ERROR_STOP=1 -c \"\(KillScene.work)\""))
    try scene.start()
    scene.killRunner()
    try scene.signal("psql", SIGTERM)
    #expect(try scene.waits(until: KillScene.isQuiet))
    #expect(try scene.truth() == "a b 1")
    // The supervisor saw a failure, which is no word about the effect.
    #expect(try scene.resume().code == 1)
    #expect(try scene.history() == ["1 attempt.failed"])
    try scene.temae("settle", "1/change", "--done", "--reason", "both tables are there")
    #expect(try scene.resume().code == 0)
    try scene.expectOneEffect()
  }

  @Test func `SIGINT to psql cancels on the server`() throws {
    let scene = try KillScene(Self.block("psql -X -v ON_ERROR_STOP=1 -c \"\(KillScene.work)\""))
    try scene.start()
    scene.killRunner()
    try scene.signal("psql", SIGINT)
    #expect(try scene.waits(until: KillScene.isQuiet))
    #expect(try scene.truth() == "0")
    #expect(try scene.resume().code == 1)
    #expect(try scene.history() == ["1 attempt.failed"])
    try scene.temae("answer", "1/change", "retry")
    #expect(try scene.resume().code == 0)
    try scene.expectOneEffect()
  }

  @Test func `statements one by one in a transaction leave nothing, and are tried again`() throws {
    let statements = ["begin"] + KillScene.work.split(separator: ";").map(String.init) + ["commit"]
    let options = statements.map { "-c \"\($0)\"" }.joined(separator: " ")
    let scene = try KillScene(Self.block("psql -X -v ON_ERROR_STOP=1 \(options)"))
    try scene.start()
    try kill(scene)
    #expect(try scene.resume().code == 0)
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again probe", "2 attempt.succeeded"])
    try scene.expectOneEffect()
  }

  @Test func `a file half of which took effect is put to a person`() throws {
    // The probe cannot tell: it fails where only the first part is there.
    let probe = """
      ```sql {.probe db=main equals=t}
      select case when to_regclass('a') is null then false
        when to_regclass('b') is not null then true else (1 / (select count(*) from log)) = 1 end;
      ```
      """
    let scene = try KillScene(Self.block("psql -X -v ON_ERROR_STOP=1 -f work.sql"), probe: probe)
    try scene.place.write("work.sql", KillScene.work.replacing(";", with: ";\n") + ";\n")
    try scene.start()
    try kill(scene)
    #expect(try scene.waits(until: KillScene.isQuiet))
    #expect(try scene.truth() == "a 0")
    #expect(try scene.resume().code == 6)
    #expect(try scene.history() == ["1 attempt.lost"])
    #expect(try scene.temae("status").code == 6)
    _ = try scene.psql("drop table a")
    try scene.temae("settle", "1/change", "--again", "--reason", "a was dropped by hand")
    #expect(try scene.resume().code == 0)
    try scene.expectOneEffect()
  }

  @Test func `a file in one transaction leaves nothing, and is tried again`() throws {
    let scene = try KillScene(Self.block("psql -X -v ON_ERROR_STOP=1 -1 -f work.sql"))
    try scene.place.write("work.sql", KillScene.work.replacing(";", with: ";\n") + ";\n")
    try scene.start()
    try kill(scene)
    #expect(try scene.resume().code == 0)
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again probe", "2 attempt.succeeded"])
    try scene.expectOneEffect()
  }

  @Test func `a server that checks its connection gives up, and the batch is tried again`() throws {
    let command =
      "PGOPTIONS='-c client_connection_check_interval=200' psql -X -v ON_ERROR_STOP=1 -c \"\(KillScene.work)\""
    let scene = try KillScene(Self.block(command))
    try scene.start()
    try kill(scene)
    #expect(try scene.resume().code == 0)
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again probe", "2 attempt.succeeded"])
    try scene.expectOneEffect()
  }

  @Test func `a child that goes on is followed to its exact end`() throws {
    let scene = try KillScene(
      Self.block(
        "psql -X -v ON_ERROR_STOP=1 -c \"\(KillScene.work)\"; echo done; exit 3", " exit=3"))
    try scene.start()
    scene.killRunner()
    let ending = try scene.resume()
    #expect(ending.code == 0)
    #expect(ending.output.contains("1/change is still running: following it to its end"))
    #expect(try scene.history() == ["1 attempt.succeeded"])
    #expect(try scene.temae("log", "1/change").output.contains("done"))
    try scene.expectOneEffect()
  }

  @Test func `a lost supervisor is never a success, whatever the command came to`() throws {
    let scene = try KillScene(
      Self.block("psql -X -v ON_ERROR_STOP=1 -c \"\(KillScene.work)\""), probe: nil)
    try scene.start()
    scene.killRunner()
    try scene.signal("temae-supervisor", SIGKILL)
    let ending = try scene.resume()
    #expect(ending.code == 6)
    #expect(ending.output.contains("lives on without its supervisor"))
    #expect(try scene.truth() == "a b 1")
    #expect(try scene.history() == ["1 attempt.lost"])
    try scene.temae("settle", "1/change", "--done", "--reason", "both tables are there")
    #expect(try scene.resume().code == 0)
    try scene.expectOneEffect()
  }

  @Test func `another boot is no evidence of an end`() throws {
    let scene = try KillScene(
      Self.block("psql -X -v ON_ERROR_STOP=1 -c \"\(KillScene.work)\""), probe: nil)
    try scene.start()
    try kill(scene)
    #expect(try scene.waits(until: KillScene.isQuiet))
    #expect(try scene.resume().code == 6)
    #expect(try scene.history() == ["1 attempt.lost"])
  }
}
