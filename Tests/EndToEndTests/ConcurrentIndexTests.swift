import Glibc
import Testing

/// Indexes that are built, rebuilt and dropped concurrently, and whose builder or runner is killed.
///
/// A transaction that holds the table keeps every one of these statements from ending, for as long as
/// a test wants.
final class ConcurrentIndexTests {
  private let scene: IndexScene

  init() throws { scene = try IndexScene() }

  private static let create = "create index concurrently cups_size on cups (size)"

  @Test(arguments: [
    (create, "select indisvalid from pg_index where indexrelid = to_regclass('cups_size')"),
    ("drop index concurrently old_cups", "select to_regclass('old_cups') is null"),
    (
      "reindex index concurrently old_cups",
      "select to_regclass('old_cups')::oid <> (select n from numbers)"
    ),
    (
      "reindex (concurrently) table cups",
      "select to_regclass('old_cups')::oid <> (select n from numbers)"
    ),
  ])
  func `the server goes on after the runner's death, and is waited for`(
    statement: String, isDone: String
  ) async throws {
    try scene.write(statement)
    let blocker = try scene.hold()
    try scene.start()
    scene.killRunner()
    let resumed = try scene.resumeInBackground()
    try await resumed.wait(for: "is still at work on the server")
    #expect(try scene.history() == [])
    try blocker.letGo()
    #expect(resumed.end() == 0, "\(resumed.output)")
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled done catalog"])
    #expect(try scene.psql(isDone) == "t")
    #expect(try scene.temae("journal", "verify").code == 0)
  }

  @Test func `an index that is not there was not built, and is built again`() throws {
    try scene.write(Self.create)
    let blocker = try scene.hold()
    try scene.start()
    scene.killRunner()
    try scene.terminateBuilder()
    try blocker.letGo()
    try scene.psql("drop index cups_size")
    #expect(try scene.resume().code == 0)
    #expect(
      try scene.history()
        == ["1 attempt.lost", "1 attempt.settled again catalog", "2 attempt.succeeded"])
  }

  @Test(arguments: [
    (create, "public.cups_size"), ("reindex index concurrently old_cups", "public.old_cups_ccnew"),
    ("reindex table concurrently cups", "public.cups_pkey_ccnew"),
  ])
  func `an invalid index that an attempt left behind is offered for dropping, and done again`(
    statement: String, left: String
  ) throws {
    try scene.write(statement)
    let blocker = try scene.hold()
    try scene.start()
    scene.killRunner()
    try scene.terminateBuilder()
    #expect(try scene.resume().code == 1)
    try blocker.letGo()
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled failed catalog"])
    let status = try scene.temae("status").output
    #expect(status.contains("it left behind: the index \(left) is invalid"), "\(status)")
    #expect(status.contains("drops the invalid index \(left), then tries again"), "\(status)")
    // An attempt of its own, each for one index, and only because a person asked for it.
    for _ in 0..<4 where try scene.temae("status").output.contains("it left behind") {
      #expect(try scene.temae("answer", "1/change", "1/change@drop").code == 0)
      try scene.resume()
    }
    #expect(try scene.temae("status").code == 0)
    #expect(try scene.history().last == "2 attempt.succeeded")
    #expect(try scene.psql("select count(*) from pg_index where not indisvalid") == "0")
    #expect(try scene.temae("journal", "verify").code == 0)
  }

  @Test func `a connection that is lost in the build is settled by its own driver`() throws {
    try scene.write(Self.create)
    let blocker = try scene.hold()
    try scene.start()
    try scene.terminateBuilder()
    #expect(scene.waitForRunner() == 1)
    try blocker.letGo()
    #expect(try scene.history() == ["1 attempt.lost", "1 attempt.settled failed catalog"])
    #expect(try scene.temae("status").output.contains("it left behind"))
  }

  @Test func `a build that fails offers to drop what it left behind`() throws {
    try scene.psql("insert into cups (size) values (1), (1)")
    try scene.write("create unique index concurrently cups_size on cups (size)")
    #expect(try scene.run().code == 1)
    let status = try scene.temae("status").output
    #expect(status.contains("23505"))
    #expect(status.contains("it left behind: the index public.cups_size is invalid"), "\(status)")
    try scene.psql("delete from cups where id > 1")
    try scene.temae("answer", "1/change", "1/change@drop")
    #expect(try scene.resume().code == 0)
  }

  @Test func `an invalid index that was there before is nobody's to drop`() throws {
    try scene.psql("insert into cups (size) values (1), (1)")
    #expect(throws: (any Error).self) {
      try scene.psql("create unique index concurrently cups_size on cups (size)")
    }
    try scene.write(Self.create)
    let refused = try scene.run()
    #expect(refused.code == 1)
    #expect(refused.output.contains("42P07"), "\(refused.output)")
    #expect(!(try scene.temae("status").output.contains("@drop")))
    #expect(try scene.temae("answer", "1/change", "1/change@drop").code == 64)
  }

  @Test func `if not exists does not pass for a build where an invalid index is in the way`() throws
  {
    try scene.psql("insert into cups (size) values (1), (1)")
    #expect(throws: (any Error).self) {
      try scene.psql("create unique index concurrently cups_size on cups (size)")
    }
    try scene.write("create index concurrently if not exists cups_size on cups (size)")
    let refused = try scene.run()
    #expect(refused.code == 1)
    #expect(refused.output.contains("IF NOT EXISTS passed over it"), "\(refused.output)")
  }

  @Test func `another index of that name is no proof, and a person is asked`() throws {
    try scene.write(Self.create)
    let blocker = try scene.hold()
    try scene.start()
    scene.killRunner()
    try scene.terminateBuilder()
    try blocker.letGo()
    try scene.psql("drop index cups_size; create index cups_size on cups (id, size)")
    let resumed = try scene.resume()
    #expect(resumed.code == 6)
    #expect(try scene.history() == ["1 attempt.lost"])
    let status = try scene.temae("status").output
    #expect(
      status.contains("public.cups_size is valid, but not the one that the statement describes"),
      "\(status)")
    try scene.temae("settle", "1/change", "--failed", "--reason", "another index took its name")
    #expect(try scene.temae("status").code == 1)
  }

  @Test func `the index that was seen is not dropped any more once it is valid`() throws {
    try scene.write("reindex index concurrently old_cups")
    let blocker = try scene.hold()
    try scene.start()
    scene.killRunner()
    try scene.terminateBuilder()
    #expect(try scene.resume().code == 1)
    try blocker.letGo()
    try scene.temae("answer", "1/change", "1/change@drop")
    try scene.psql("reindex index old_cups_ccnew")
    #expect(
      try scene.psql(
        "select indisvalid from pg_index where indexrelid = 'old_cups_ccnew'::regclass") == "t")
    let refused = try scene.resume()
    #expect(refused.code == 1)
    #expect(refused.output.contains("is not the invalid index any more"), "\(refused.output)")
    #expect(try scene.psql("select to_regclass('old_cups_ccnew') is not null") == "t")
  }
}
