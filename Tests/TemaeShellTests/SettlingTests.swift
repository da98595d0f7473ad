import Glibc
import TemaeCore
import TemaeShell
import Testing

/// The settling table, row by row.
@Suite struct SettlingTests {
  private func isUnknown(_ evidence: ShellEvidence, naming word: String) -> Bool {
    guard case .unknown(let why) = evidence else { return false }
    return why.contains(word)
  }

  @Test func `a missing directory is unknown`() throws {
    #expect(isUnknown(try Workbench().evidence(), naming: "missing"))
  }

  @Test func `records of another intent are unknown`() async throws {
    let bench = try Workbench()
    _ = try await bench.run("exit 0")
    #expect(isUnknown(try bench.evidence(leaf: Workbench.leaf(1)), naming: "another intent"))
  }

  @Test(arguments: ["started", "exit", "supervisor.lock", "tree.lock"])
  func `a file that somebody removed is unknown, even before the start`(file: String) throws {
    let bench = try Workbench()
    let prepared = try bench.attempts.prepare(bench.order("true"))
    close(prepared.lockDescriptor)
    unsafe unlink("\(prepared.order.directory)/\(file)")
    #expect(isUnknown(try bench.evidence(), naming: "missing"))
    #expect(!exists(bench.path("attempt/void")))
  }

  @Test(arguments: ["started", "exit"])
  func `an edited record is unknown`(file: String) async throws {
    let bench = try Workbench()
    _ = try await bench.run("exit 3")
    write("7", to: bench.path("attempt/\(file)"), at: 120)
    #expect(isUnknown(try bench.evidence(), naming: "edited"))
  }

  @Test(arguments: ["started", "exit", "dropped"], [2, 17])
  func `a record of another version is named and never read`(file: String, version: Int)
    async throws
  {
    let bench = try Workbench()
    let running = try bench.start(bench.order("exit 3"))
    #expect(await bench.follow(running).status == .exited(3))
    let lines = bench.record(file).split(separator: "\n").dropFirst().dropLast().map(String.init)
    write(RecordForgery.page(lines, version: version), to: bench.path("attempt/\(file)"))
    do {
      if file == "dropped" {
        _ = try bench.attempts.readOutput(
          directory: bench.path("attempt"), stream: .output, offset: 0, count: 1)
      } else {
        _ = try bench.evidence()
      }
      Issue.record("it was read")
    } catch let error as ShellError {
      #expect(error.description.contains("`\(file)` is a record of another version"))
      #expect(error.description.contains("temae-supervisor \(version)"))
    }
    // The same lines as they were are read again: nothing was changed by looking.
    write(RecordForgery.page(lines), to: bench.path("attempt/\(file)"))
    guard case .finished(let end) = try bench.evidence() else {
      Issue.record("\(try bench.evidence())")
      return
    }
    #expect(end.status == .exited(3))
  }

  @Test func `a record that became longer or shorter is unknown`() async throws {
    let bench = try Workbench()
    _ = try await bench.run("exit 3")
    write("x", to: bench.path("attempt/exit"), at: 4096)
    #expect(isUnknown(try bench.evidence(), naming: "`exit`"))
    unsafe truncate(bench.path("attempt/exit"), 100)
    #expect(isUnknown(try bench.evidence(), naming: "`exit`"))
  }

  @Test func `an exit record is the exact end, with what was exported`() async throws {
    let bench = try Workbench()
    let followed = try await bench.run("export A=1; echo x; exit 3")
    guard case .finished(let end) = try bench.evidence() else {
      Issue.record("not finished")
      return
    }
    #expect(end == followed.end)
    #expect(end.status == .exited(3) && end.outputBytes == 2)
    #expect(end.exported == [EnvironmentVariable(name: "A", value: "1")])
  }

  @Test func `a start in another boot is lost, whatever lives here under its number`() throws {
    let bench = try Workbench()
    let prepared = try bench.attempts.prepare(bench.order("true"))
    let record = [
      "record started", "intent \(Workbench.leaf.hex)", "pid \(getpid())", "start-time 5",
      "supervisor-pid \(getpid())", "supervisor-start-time 5", "boot another", "",
    ]
    write(
      RecordForgery.page(record.dropLast()), to: "\(prepared.order.directory)/started")
    guard case .lost(let why) = try bench.evidence() else {
      Issue.record("not lost")
      return
    }
    #expect(why.contains("started again"))
    close(prepared.lockDescriptor)
  }

  @Test func `a start record whose process has another start time is lost`() throws {
    let bench = try Workbench()
    let prepared = try bench.attempts.prepare(bench.order("true"))
    close(prepared.lockDescriptor)
    let boot = read("/proc/sys/kernel/random/boot_id").prefix(36)
    let record = [
      "record started", "intent \(Workbench.leaf.hex)", "pid \(getpid())", "start-time 5",
      "supervisor-pid \(getpid())", "supervisor-start-time 5", "boot \(boot)",
    ]
    write(RecordForgery.page(record), to: "\(prepared.order.directory)/started")
    guard case .lost = try bench.evidence() else {
      Issue.record("not lost")
      return
    }
  }

  @Test func `what a copy does not show is unknown, and what it records is believed`() async throws
  {
    let bench = try Workbench()
    let prepared = try bench.attempts.prepare(bench.order("exit 3"))
    copyTree(bench.path("attempt"), to: bench.path("before"))
    #expect(isUnknown(try bench.evidence("before"), naming: "is a copy"))
    #expect(!exists(bench.path("before/void")))

    let running = try bench.attempts.start(prepared, leaf: Workbench.leaf)
    let followed = await bench.follow(running)
    #expect(followed.status == .exited(3))
    copyTree(bench.path("attempt"), to: bench.path("after"))
    guard case .finished(let end) = try bench.evidence("after") else {
      Issue.record("not finished")
      return
    }
    #expect(end == followed.end)
  }

  @Test func `what was prepared and not started is never started, and stays so`() throws {
    let bench = try Workbench()
    let prepared = try bench.attempts.prepare(bench.order("touch ran"))
    close(prepared.lockDescriptor)
    guard case .neverStarted = try bench.evidence() else {
      Issue.record("not never started")
      return
    }
    #expect(bench.record("void").contains("intent \(Workbench.leaf.hex)"))
    guard case .neverStarted = try bench.evidence() else {
      Issue.record("another verdict the second time")
      return
    }
    // A runner that was stalled wakes up.
    let late = PreparedShell(
      order: prepared.order,
      lockDescriptor: unsafe open(bench.path("attempt/supervisor.lock"), O_RDWR | O_CLOEXEC))
    let error = #expect(throws: ShellError.self) {
      try bench.attempts.start(late, leaf: Workbench.leaf)
    }
    #expect(error?.description.contains("never started") == true)
  }

  @Test func `the supervisor itself refuses a void, a lock it does not hold, a second start`()
    async throws
  {
    let bench = try Workbench()
    let prepared = try bench.attempts.prepare(bench.order("touch ran"))
    let by = { (lock: String) in
      """
      exec 3<>'\(bench.path("attempt/supervisor.lock"))'
      \(lock)
      setsid -w '\(Workbench.supervisorPath)' attempt '\(bench.path("attempt"))' \(Workbench.leaf.hex)
      """
    }
    let other = try Workbench()
    // We hold it.
    #expect(try await other.run(by(":")).status == .exited(70))
    #expect(read(bench.path("attempt/diagnostics")).contains("does not hold supervisor.lock"))
    close(prepared.lockDescriptor)
    _ = try bench.evidence()
    let second = try Workbench()
    #expect(try await second.run(by("flock -n 3")).status == .exited(70))
    #expect(read(bench.path("attempt/diagnostics")).contains("there is a void"))
    unsafe unlink(bench.path("attempt/void"))
    let third = try Workbench()
    #expect(try await third.run(by("flock -n 3")).status == .exited(0))
    #expect(exists(third.path("ran")))
    let fourth = try Workbench()
    #expect(try await fourth.run(by("flock -n 3")).status == .exited(70))
    #expect(read(bench.path("attempt/diagnostics")).contains("was here before: started"))
  }

  @Test func `an attempt that was abandoned leaves nothing`() throws {
    let bench = try Workbench()
    let prepared = try bench.attempts.prepare(bench.order("true"))
    bench.attempts.abandon(prepared)
    #expect(!exists(bench.path("attempt")))
    _ = try bench.attempts.prepare(bench.order("true"))
  }

  @Test func `a directory is never used twice`() throws {
    let bench = try Workbench()
    _ = try bench.attempts.prepare(bench.order("true"))
    #expect(throws: ShellError.self) { try bench.attempts.prepare(bench.order("true")) }
    #expect(exists(bench.path("attempt/order")))
  }

  @Test(.enabled(if: geteuid() == 0))
  func `a directory that cannot be read is an error that names path and account`() async throws {
    let bench = try Workbench()
    _ = try await bench.run("exit 0")
    unsafe chmod(bench.root, 0o755)
    let directory = bench.path("attempt")
    await #expect(processExitsWith: .success) { [directory = directory as String] in
      setuid(65_534)
      do throws(ShellError) {
        _ = try ShellAttempts(supervisorPath: "/none")
          .evidence(directory: directory, leaf: Workbench.leaf)
        exit(1)
      } catch {
        let text = error.description
        exit(text.contains(directory) && text.contains("65534") ? 0 : 2)
      }
    }
  }

  @Test func `a link in the place of an attempt's directory is not followed when that is removed`()
    throws
  {
    let bench = try Workbench()
    try #require(unsafe mkdir(bench.path("precious"), 0o700) == 0)
    close(unsafe open(bench.path("precious/file"), O_WRONLY | O_CREAT, 0o600))
    try #require(unsafe symlink(bench.path("precious"), bench.path("attempt")) == 0)
    #expect(throws: ShellError.self) {
      try bench.attempts.removeSpool(directory: bench.path("attempt"))
    }
    #expect(exists(bench.path("precious/file")))
  }
}
