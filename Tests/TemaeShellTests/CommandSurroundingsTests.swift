import Glibc
import TemaeCore
import TemaeShell
import Testing

/// What a command finds around itself.
@Suite struct CommandSurroundingsTests {
  @Test func `the environment is the order's, and of ours the record alone`() async throws {
    unsafe setenv("TEMAE_TEST_LEAK", "leaked", 1)
    let followed = try await Workbench().run(
      "exec /usr/bin/env -0", given: ["GREETING": "two\nlines = 'fine'", "EMPTY": ""])
    let entries = followed.output.split(separator: "\0").map(String.init)
    let names = Set(entries.map { String($0.prefix { $0 != "=" }) })
    // PWD and SHLVL are what every bash adds, and the record is for commands of temae.
    #expect(names == ["PATH", "BENCH", "GREETING", "EMPTY", "PWD", "SHLVL", "TEMAE_RECORD"])
    #expect(entries.contains("GREETING=two\nlines = 'fine'"))
  }

  @Test func `no signal is ignored or blocked`() async throws {
    let followed = try await Workbench().run("exec grep -E '^Sig(Blk|Ign)' /proc/self/status")
    let masks = followed.output.split(whereSeparator: \.isWhitespace).compactMap {
      UInt64($0, radix: 16)
    }
    // Signals 32 and 33 are the C library's own: nobody may set them.
    let settable = ~UInt64(0b11 << 31)
    #expect(masks.map { $0 & settable } == [0, 0], "\(followed.output)")
  }

  @Test func `beside the standard streams only the tree's lock is inherited`() async throws {
    // Without close-on-exec, as a careless library might leave it.
    let careless = unsafe open("/dev/zero", O_RDONLY)
    defer { close(careless) }
    let bench = try Workbench()
    let followed = try await bench.run(
      "exec bash -c 'for fd in /proc/self/fd/*; do [ -e $fd ] && echo ${fd##*/} $(readlink $fd); done'"
    )
    let found = followed.output.split(separator: "\n").map { $0.split(separator: " ") }
    let attempt = bench.path("attempt")
    #expect(found.prefix(1).map { $0[1] } == ["/dev/null"])
    #expect(followed.output.contains("1 pipe:") || followed.output.contains("1 \(attempt)/output"))
    #expect(followed.output.contains("2 \(attempt)/error\n"))
    #expect(followed.output.contains("3 \(attempt)/tree.lock\n"))
    #expect(!followed.output.contains("supervisor.lock"))
    #expect(!followed.output.contains("/dev/zero"))
    #expect(found.count == 4, "\(followed.output)")
  }

  @Test func `the command leads a group of its own in the supervisor's session`() async throws {
    let bench = try Workbench()
    let running = try bench.start(bench.order("exec cut -d' ' -f1,4-6 /proc/self/stat"))
    let fields = await bench.follow(running).output.split(whereSeparator: \.isWhitespace)
    let supervisor = String(running.supervisorID ?? 0)
    // Process, parent, group, session (proc_pid_stat(5)); the parent is the supervisor.
    #expect(fields.dropFirst().map(String.init) == [supervisor, String(fields[0]), supervisor])
    #expect(Int(supervisor) != Int(getsid(0)))
  }

  @Test func `a script has its own name and lines, and works where it was told`() async throws {
    let bench = try Workbench()
    let followed = try await bench.run("echo \"$0\"\necho $LINENO $-\npwd\necho $#")
    #expect(
      followed.output.split(separator: "\n").map(String.init) == [
        bench.path("attempt/script"), "2 ehuB", bench.root, "0",
      ])
  }

  @Test func `names with spaces, quotes and line feeds are only names`() async throws {
    let bench = try Workbench()
    let name = "it's a \"name\" $HOME %41\n`id` \\"
    let running = try bench.start(bench.order("echo fine; export FOUND=here", name: name))
    let followed = await bench.follow(running)
    #expect(followed.output == "fine\n")
    #expect(followed.exported == ["FOUND": "here"])
    try bench.attempts.removeSpool(directory: bench.path(name))
    #expect(!exists(bench.path(name)))
  }

  @Test func `an order that cannot be run is refused, and leaves nothing`() throws {
    let bench = try Workbench()
    var order = bench.order("true")
    order.workingDirectory = bench.path("nowhere")
    #expect(throws: ShellError.self) { try bench.attempts.prepare(order) }
    order = bench.order("true", given: ["A=B": "c"])
    #expect(throws: ShellError.self) { try bench.attempts.prepare(order) }
    order = bench.order("true", shell: "zsh")
    #expect(throws: ShellError.self) { try bench.attempts.prepare(order) }
    #expect(!exists(bench.path("attempt")))
  }

  @Test func `a shell that is missing is said in the output`() async throws {
    let followed = try await Workbench().run("true", given: ["PATH": "/nowhere"])
    #expect(followed.status == .exited(127))
    #expect(followed.error.contains("cannot run bash: No such file or directory"))
  }

  @Test func `values of the environment stand in no file`() async throws {
    let bench = try Workbench()
    let running = try bench.start(
      bench.order("export OTHER=1; sleep 0.2", given: ["TOKEN": "correct-horse-battery"]))
    _ = await bench.follow(running)
    let found = try await Workbench().run(
      "grep -rl correct-horse '\(running.directory)' || echo none")
    #expect(found.output == "none\n")
  }
}
