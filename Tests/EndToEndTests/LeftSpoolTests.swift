import Glibc
import TestSupport
import Testing

/// Raw output lies in an attempt's directory: it goes once the outcome is settled, whoever settles it.
struct LeftSpoolTests {
  private static let block = """
    ```bash {#change db=main}
    echo "half of it"
    psql -X -c "create table a ()"
    sleep 1000
    ```
    """

  private func directories(_ scene: KillScene) throws -> String {
    try Workplace.shell(
      "cd '\(scene.place.path)/journals' && find temae.attempts -mindepth 2 -type d >../found")
    return Program.text("\(scene.place.path)/found")
  }

  /// A run whose change nobody saw end, and whose outcome nobody knows.
  private func lost() throws -> KillScene {
    let scene = try KillScene(Self.block, probe: nil)
    try scene.start(until: "select to_regclass('a') is not null")
    scene.killRunner()
    for name in ["temae-supervisor", "sleep", "bash"] { try scene.signal(name, SIGKILL) }
    let resumed = try scene.resume()
    #expect(resumed.code == 6, "\(resumed.output)\(resumed.error)")
    return scene
  }

  @Test
  func `what a lost attempt printed is recorded, and its directory goes with a person's word`()
    throws
  {
    let scene = try lost()
    #expect(try directories(scene) != "", "it is evidence as long as nobody knows")
    #expect(try scene.temae("log", "1/change").output.contains("half of it"))
    try scene.psql("create table b (); insert into log values (1)")
    #expect(try scene.temae("settle", "1/change", "--done", "--reason", "I looked").code == 0)
    #expect(try directories(scene) == "")
    #expect(try scene.temae("log", "1/change").output.contains("half of it"))
    #expect(try scene.resume().code == 0)
    try scene.expectOneEffect()
  }

  @Test
  func `what a journal that somebody edited names instead of the directory is not touched`() throws
  {
    let scene = try lost()
    let name = try directories(scene).split(separator: "\n").first.map(String.init) ?? ""
    try scene.place.forge("\"directory\":\"\(name)\"", "\"directory\":\"../precious\"")
    try Workplace.shell("cd '\(scene.place.path)' && mkdir precious && echo kept >precious/file")
    try scene.psql("create table b (); insert into log values (1)")
    #expect(try scene.temae("settle", "1/change", "--done", "--reason", "I looked").code == 0)
    _ = try scene.resume()
    #expect(Program.text("\(scene.place.path)/precious/file") == "kept\n")
  }

  @Test func `what an earlier driver prepared and no intent names goes`() throws {
    let scene = try lost()
    let name = try directories(scene).split(separator: "\n").first.map(String.init) ?? ""
    let run = name.split(separator: "/").dropLast().joined(separator: "/")
    for litter in ["1+change-2.1", "1+other-1.9"] {
      try Workplace.shell("mkdir '\(scene.place.path)/journals/\(run)/\(litter)'")
    }
    #expect(try scene.resume().code == 6)
    #expect(
      try Set(directories(scene).split(separator: "\n").map(String.init))
        == [name, "\(run)/1+other-1.9"], "a later driver's is not touched")
  }
}
