import Glibc
import Testing

/// Where files are applied when they are compared with a database.
struct SchemaScratchTests {
  @Test func `a named server takes the scratch database, and keeps nothing of it`() throws {
    let shelves = try Shelves()
    let place = shelves.place.path
    try shelves.place.write("bad.sql", "create table a (x int); create table b (x nowhere);")
    try shelves.place.write(
      "want.sql", "create table bowls (id int generated always as identity primary key, size int);")
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let tool = "/\(root)/tools/postgres"
    #expect(try Workplace.shell("'\(tool)' start '\(place)/pg' >/dev/null 2>&1") == 0)
    defer { _ = try? Workplace.shell("'\(tool)' stop '\(place)/pg' >/dev/null 2>&1") }
    #expect(try Workplace.shell("'\(tool)' url '\(place)/pg' postgres >'\(place)/url'") == 0)
    let server = Program.text("\(place)/url").split(separator: "\n").joined()
    func compare(_ file: String) throws -> Program.Ending {
      try Program.run(
        ["schema", "compare", "shelves.md", "--file", file, "--scratch-env", "SCRATCH"], in: place,
        environment: ["TEA_URL": shelves.connection, "SCRATCH": server])
    }
    let fine = try compare("want.sql")
    #expect(fine.code == 0, "\(fine.output)\(fine.error)")
    #expect(try compare("bad.sql").code == 65)
    let query = "select count(*) from pg_database where datname like 'temae_%'"
    #expect(
      try Workplace.shell("test \"$(psql -XAtd '\(server)' -c \"\(query)\")\" = 0") == 0)
  }

  @Test func `a throwaway cluster goes with its command, also when that is killed`() throws {
    let shelves = try Shelves()
    let place = shelves.place.path
    // The server runs as nobody where the tests run as root.
    let note = "/tmp/temae-note-\(shelves.database)"
    defer { unsafe unlink(note) }
    try shelves.place.write(
      "slow.sql",
      """
      copy (select unnest(array[current_setting('unix_socket_directories'),
        current_setting('data_directory')])) to '\(note)';
      select pg_sleep(600);
      """)
    let process = try Program.start(
      ["schema", "compare", "shelves.md", "--file", "slow.sql"], in: place,
      environment: ["TEA_URL": shelves.connection])
    let there = "timeout 60 sh -c 'until test -s \(note); do sleep 0.05; done'"
    #expect(try Workplace.shell(there) == 0)
    let directories = Program.text(note).split(separator: "\n")
    try #require(directories.count == 2, "\(directories)")
    #expect(directories[0].hasPrefix("/tmp/temae-scratch."), "\(directories)")
    #expect(directories[1].contains("/temae-scratch."), "\(directories)")
    #expect(try Workplace.shell("test -d '\(directories[1])'") == 0)
    kill(process, SIGKILL)
    #expect(Program.wait(process) == 128 + SIGKILL)
    for directory in [directories[0], directories[1].dropLast("/data".count)] {
      let gone = "timeout 60 sh -c 'while test -e \(directory); do sleep 0.05; done'"
      #expect(try Workplace.shell(gone) == 0)
    }
  }

  @Test func `two thousand tables are declared, compared and captured`() throws {
    let shelves = try Shelves()
    let tables = (1...2000).map {
      "create table if not exists t\($0) (id bigint primary key, name text not null, n int check (n > 0));"
    }
    try shelves.place.write("want.sql", tables.joined(separator: "\n"))
    try shelves.psql(
      """
      do $$ begin for i in 1..2000 loop execute format('create table t%s (id bigint primary key,
        name text not null, n int check (n > 0))', i); end loop; end $$;
      alter table t1999 drop column name;
      """)
    let ending = try shelves.temae("schema", "compare", "shelves.md", "--file", "want.sql")
    #expect(ending.code == 2, "\(ending.error)")
    #expect(ending.output.hasPrefix("public.t1999\n  ✗ column public.t1999.name is missing\n"))
    let capture = try shelves.temae("schema", "capture", "shelves.md", "--contents")
    try shelves.place.write("now.json", capture.output)
    let words = ["schema", "compare", "shelves.md", "--capture", "now.json", "--contents"]
    let same = try Program.run(
      words, in: shelves.place.path, environment: ["TEA_URL": shelves.connection])
    #expect(same.code == 0, "\(same.output)\(same.error)")
    #expect(same.output.contains("2003 tables and sequences compared"), "\(same.output)")
  }
}
