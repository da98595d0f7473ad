import TestSupport
import Testing

/// What a plan says of later runs on the same database: they stand on what it would undo.
struct RunsOnTopTests {
  private static func document(_ title: String, _ words: String...) -> String {
    """
    ---
    temae: 1
    title: \(title)
    databases: {main: {env: MAIN_URL}}
    ---
    # \(title)

    ## Step 1: Change

    \(words.map { RollbackScene.change($0) }.joined(separator: "\n\n"))

    """
  }

  @Test func `a later run is named until it is undone, and one on another database is not`() throws
  {
    let scene = try RollbackScene(Self.document("Move", "cups"))
    #expect(try scene.run().code == 0)
    #expect(try !scene.temae("rollback", "--plan", "move-1").output.contains("later runs"))
    try scene.place.write("later.md", Self.document("Later", "pots"))
    #expect(try scene.temae("run", "later.md", "--no-wait", "--unattended").code == 0)
    let other = try RollbackScene(Self.document("Other", "trays"))
    #expect(
      try Program.run(
        ["run", "\(other.place.path)/move.md", "--no-wait", "--unattended"], in: scene.place.path,
        environment: other.environment
      ).code == 0)

    let plan = try scene.temae("rollback", "--plan", "move-1")
    #expect(plan.output.contains("later runs"), "\(plan.output)\(plan.error)")
    #expect(plan.output.contains("later-1: what they changed stands on this run"))
    let json = try scene.temae("rollback", "--plan", "move-1", "--format", "json").output
    #expect(json.contains("\"laterRuns\": [\n    \"later-1\"\n  ]"), "\(json)")
    #expect(try !scene.temae("rollback", "--plan", "later-1").output.contains("later runs"))

    let back = try scene.temae("rollback", "later-1", "--yes", "later-1", "--unattended")
    #expect(back.code == 5, "\(back.output)\(back.error)")
    #expect(try !scene.temae("rollback", "--plan", "move-1").output.contains("later runs"))
  }

  @Test func `a later run that cannot be read is named, and keeps this one from nothing`() throws {
    let scene = try RollbackScene(Self.document("Move", "cups"))
    #expect(try scene.run().code == 0)
    try scene.place.write("later.md", Self.document("Later", "pots"))
    #expect(try scene.temae("run", "later.md", "--no-wait", "--unattended").code == 0)
    let form = #""document":"later.md","files":[],"format":"#
    try scene.place.forge("\(form)1", "\(form)9")
    #expect(try scene.temae("rollback", "--plan", "later-1").code == 65)
    let plan = try scene.temae("rollback", "--plan", "move-1")
    #expect(plan.code == 0, "\(plan.output)\(plan.error)")
    #expect(plan.output.contains("later-1: what they changed"), "\(plan.output)")
  }
}
