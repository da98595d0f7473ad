import Glibc
import TemaeCore
import TestSupport
import TemaeShell
import Testing

/// Whoever is killed, whenever: nothing runs twice, and no end is made up.
@Suite struct CrashTests {
  @Test func `a runner that is killed after the start loses nothing`() async throws {
    let bench = try Workbench()
    let root = bench.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
      let attempts = ShellAttempts(supervisorPath: Workbench.supervisorPath)
      let order = ShellOrder(
        directory: "\(root)/attempt",
        script: "echo begun; \(Workbench.untilGo); echo ended; echo run >> runs; exit 5",
        shell: "bash",
        workingDirectory: root,
        environment: [EnvironmentVariable(name: "PATH", value: "/usr/bin:/bin")],
        timeoutSeconds: nil, outputLimitBytes: 1 << 20)
      _ = try attempts.start(attempts.prepare(order), leaf: Workbench.leaf)
      kill(getpid(), SIGKILL)
    }
    guard case .running(let running) = try bench.evidence() else {
      Issue.record("not running: \(try bench.evidence())")
      return
    }
    bench.go()
    let followed = await bench.follow(running)
    #expect(followed.status == .exited(5))
    #expect(followed.output == "begun\nended\n")
    #expect(read(bench.path("runs")) == "run\n")
  }

  @Test func `a runner that is killed before the start leaves an attempt that never starts`()
    async throws
  {
    let bench = try Workbench()
    let root = bench.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
      let order = ShellOrder(
        directory: "\(root)/attempt", script: "touch ran", shell: "bash", workingDirectory: root,
        environment: [], timeoutSeconds: nil, outputLimitBytes: 1 << 20)
      _ = try ShellAttempts(supervisorPath: Workbench.supervisorPath).prepare(order)
      kill(getpid(), SIGKILL)
    }
    guard case .neverStarted = try bench.evidence() else {
      Issue.record("not never started: \(try bench.evidence())")
      return
    }
  }

  @Test func `the lock is never free from before the intent to after the exit record`() async throws
  {
    let bench = try Workbench()
    let order = bench.order("sleep 0.3")
    let (lock, record) = (bench.path("attempt/supervisor.lock"), bench.path("attempt/exit"))
    let prepared = try bench.attempts.prepare(order)
    async let looker = onOwnThread {
      var looks = 0
      while !canLock(lock) { looks += 1 }
      return (looks, read(record).contains("exited 0"))
    }
    try await Task.sleep(for: .milliseconds(20))
    let running = try bench.attempts.start(prepared, leaf: Workbench.leaf)
    #expect(await bench.follow(running).status == .exited(0))
    let (looks, wasRecorded) = await looker
    #expect(looks > 100)
    #expect(wasRecorded)
  }

  @Test func `a supervisor that dies before it wrote started never let the command go`()
    async throws
  {
    let bench = try Workbench()
    let followed = try await bench.run("touch ran", fault: "before-started")
    guard case .lost = followed.status else {
      Issue.record("not lost: \(followed.status)")
      return
    }
    // The child sees the end of the gate, and goes: it does not wait for ever.
    #expect(try await bench.wait { canLock(bench.path("attempt/tree.lock")) })
    guard case .neverStarted = try bench.evidence() else {
      Issue.record("not never started: \(try bench.evidence())")
      return
    }
    #expect(!exists(bench.path("ran")))
  }

  @Test func `a supervisor that dies before the gate opened is lost, and nothing ran`() async throws
  {
    let bench = try Workbench()
    _ = try await bench.run("touch ran", fault: "before-gate")
    #expect(try await bench.wait { canLock(bench.path("attempt/tree.lock")) })
    guard case .lost = try bench.evidence() else {
      Issue.record("not lost: \(try bench.evidence())")
      return
    }
    #expect(!exists(bench.path("ran")))
  }

  @Test func `a supervisor that dies before it wrote exit is never a success`() async throws {
    let bench = try Workbench()
    let followed = try await bench.run("touch ran; exit 0", fault: "before-exit")
    guard case .lost = followed.status, case .lost = try bench.evidence() else {
      Issue.record("not lost: \(followed.status)")
      return
    }
    #expect(exists(bench.path("ran")))
  }

  @Test(arguments: ["sleep 600", "exec 3>&-; sleep 600"])
  func `a command without its supervisor is alive, then lost, and can be ended`(
    script: String
  ) async throws {
    let bench = try Workbench()
    let running = try bench.start(bench.order("echo $$; \(script); :"))
    async let followed = bench.follow(running)
    let refused = #expect(throws: ShellError.self) {
      try bench.attempts.signalOrphan(
        directory: running.directory, leaf: Workbench.leaf, signal: Int(SIGKILL))
    }
    #expect(refused?.description.contains("its supervisor lives") == true)
    #expect(try await bench.wait { read(bench.path("attempt/output")) != "" })
    kill(pid_t(running.supervisorID ?? 0), SIGKILL)
    guard case .lost = await followed.status else {
      Issue.record("not lost")
      return
    }
    let process = Int(await followed.output.dropLast())
    #expect(try bench.evidence() == .commandAlive(processID: process))
    try bench.attempts.signalOrphan(
      directory: running.directory, leaf: Workbench.leaf, signal: Int(SIGKILL))
    #expect(
      try await bench.wait {
        if case .lost = try bench.evidence() { true } else { false }
      })
  }

  @Test func `signals that a terminal or a shutdown sends do not reach the end's witness`()
    async throws
  {
    let bench = try Workbench()
    let running = try bench.start(bench.order("\(Workbench.untilGo); exit 6"))
    #expect(try await bench.wait { bench.record("started") != "" })
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM] {
      kill(pid_t(running.supervisorID ?? 0), signal)
    }
    bench.go()
    #expect(await bench.follow(running).status == .exited(6))
  }

  @Test func `descendants that live on are seen, and looked after until they end`() async throws {
    let bench = try Workbench()
    let followed = try await bench.run("{ \(Workbench.untilGo); } & echo $!; exit 3")
    #expect(followed.status == .exited(3))
    #expect(try bench.attempts.descendantsLive(directory: bench.path("attempt")))
    #expect(!canLock(bench.path("attempt/supervisor.lock")))
    let child = String(followed.output.dropLast())
    // Its parent is the supervisor now (proc_pid_stat(5), field 4).
    let supervisor = bench.record("started").split(separator: "\n")
      .first { $0.hasPrefix("supervisor-pid ") }?.dropFirst("supervisor-pid ".count)
    #expect(read("/proc/\(child)/stat").split(separator: " ")[3] == supervisor)
    bench.go()
    #expect(
      try await bench.wait { try !bench.attempts.descendantsLive(directory: bench.path("attempt")) }
    )
    #expect(try await bench.wait { canLock(bench.path("attempt/supervisor.lock")) })
  }

  @Test func `a descendant without command and supervisor is alive, then lost`() async throws {
    let bench = try Workbench()
    // The exit record is held back while the descendant lives, and then there is nobody to write it.
    let followed = try await bench.run(
      "{ \(Workbench.untilGo); } & exit 0", fault: "before-exit")
    guard case .lost = followed.status, case .commandAlive = try bench.evidence() else {
      Issue.record("\(followed.status), \(try bench.evidence())")
      return
    }
    // Its leader is gone, so nobody can tell whose the group's number is.
    let refused = #expect(throws: ShellError.self) {
      try bench.attempts.signalOrphan(
        directory: bench.path("attempt"), leaf: Workbench.leaf, signal: Int(SIGKILL))
    }
    #expect(refused?.description.contains("has ended") == true)
    bench.go()
    #expect(
      try await bench.wait {
        if case .lost = try bench.evidence() { true } else { false }
      })
  }

  @Test(.enabled(if: FullDisk.isPossible))
  func `a full disk hides neither the status nor what was exported`() async throws {
    let bench = try Workbench()
    let disk = try FullDisk(at: bench.path("disk"))
    var order = bench.order(
      "export A=1; head -c 9000000 /dev/zero > '\(disk.path)/fill' || echo full >&2 || :; exit 4")
    order.directory = "\(disk.path)/attempt"
    let followed = await bench.follow(try bench.start(order))
    #expect(followed.status == .exited(4))
    #expect(followed.exported == ["A": "1"])
    // Nothing fits any more, also not the complaint.
    #expect(followed.error.isEmpty)
    withExtendedLifetime(disk) {}
  }
}
