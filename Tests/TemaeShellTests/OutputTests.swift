import Glibc
import Synchronization
import TemaeCore
import TemaeShell
import Testing

@Suite struct OutputTests {
  @Test func `output comes while the command runs, in order for each stream`() async throws {
    let bench = try Workbench()
    let running = try bench.start(
      bench.order("echo one; echo uno >&2; \(Workbench.untilGo); echo two"))
    let collected = Collected()
    async let end = bench.attempts.follow(running, fromOutput: 0, fromError: 0) {
      collected.take($0, $1, $2)
    }
    #expect(
      try await bench.wait {
        collected.bytes(.output).count == 4 && collected.bytes(.error).count == 4
      })
    bench.go()
    #expect(await end.status == .exited(0))
    #expect(collected.bytes(.output) == Array("one\ntwo\n".utf8))
    #expect(collected.extents(.output).map(\.lowerBound) == [0, 4])
  }

  @Test func `bytes stay bytes`() async throws {
    let bench = try Workbench()
    let followed = try await bench.run(
      "head -c 300000 /dev/urandom | tee copy; printf '\\000\\377' >&2")
    let sum = try await Workbench().run(
      "cmp '\(bench.path("copy"))' '\(bench.path("attempt/output"))'")
    #expect(sum.status == .exited(0))
    #expect(followed.collected.bytes(.output).count == 300_000)
    #expect(followed.collected.bytes(.error) == [0, 255])
    let kept = try bench.attempts.readOutput(
      directory: bench.path("attempt"), stream: .output, offset: 0, count: 400_000)
    #expect(followed.collected.bytes(.output) == kept)
    #expect(followed.end.outputBytes == 300_000 && followed.end.errorBytes == 2)
  }

  @Test func `following goes on where it stopped`() async throws {
    let bench = try Workbench()
    let running = try bench.start(bench.order("printf 0123456789; printf abcdef >&2"))
    _ = await bench.follow(running)
    let collected = Collected()
    _ = await bench.attempts.follow(running, fromOutput: 4, fromError: 5) {
      collected.take($0, $1, $2)
    }
    #expect(collected.bytes(.output) == Array("456789".utf8))
    #expect(collected.bytes(.error) == Array("f".utf8))
  }

  @Test func `a child that still writes the script's output is waited for`() async throws {
    let followed = try await Workbench().run("exec > >(sleep 0.1; cat); echo late")
    #expect(followed.output == "late\n")
  }

  @Test func `200 MB go through bounded memory`() async throws {
    // In a process of its own: the tests beside this one have a memory of their own.
    await #expect(processExitsWith: .success) {
      let bench = try Workbench()
      let running = try bench.start(
        bench.order("head -c \(200 << 20) <(yes 'not a zero')", outputLimitBytes: 8 << 20))
      let before = residentBytes()
      let end = await bench.attempts.follow(running, fromOutput: 0, fromError: 0) { _, _, _ in }
      guard end.outputBytes == 200 << 20 else { exit(2) }
      exit(residentBytes() - before < 64 << 20 ? 0 : 1)
    }
  }

  @Test func `a bounded part of 200 MB stays on the disk`() async throws {
    let bench = try Workbench()
    let limit = 8 << 20
    let total = 200 << 20
    let running = try bench.start(
      bench.order("head -c \(total) <(yes 'not a zero')", outputLimitBytes: limit))
    let zeros = Atomic(0)
    let pieces = Mutex<[Range<Int>]>([])
    let end = await bench.attempts.follow(running, fromOutput: 0, fromError: 0) {
      _, piece, offset in
      if piece.contains(0) { zeros.add(1, ordering: .relaxed) }
      pieces.withLock { $0.append(offset..<(offset + piece.count)) }
    }
    #expect(end.status == .exited(0))
    #expect(end.outputBytes == total)
    #expect(zeros.load(ordering: .relaxed) == 0, "a hole was taken for output")
    #expect(roomOnDisk(bench.path("attempt/output")) <= limit + (1 << 20))
    let extents = pieces.withLock { $0 }
    #expect(extents.first?.lowerBound == 0)
    #expect(extents.last?.upperBound == total)
    #expect(zip(extents, extents.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })

    let directory = bench.path("attempt")
    let head = try bench.attempts.readOutput(
      directory: directory, stream: .output, offset: 0, count: total)
    #expect(head.count == limit / 2)
    let gap = try bench.attempts.readOutput(
      directory: directory, stream: .output, offset: total / 2, count: 100)
    #expect(gap.isEmpty)
    let tail = try bench.attempts.readOutput(
      directory: directory, stream: .output, offset: total - 1000, count: 4000)
    #expect(tail.count == 1000 && !tail.contains(0))
  }

  @Test(.enabled(if: exists("/usr/bin/strace")))
  func `where the middle cannot be dropped, too much output ends the command`() async throws {
    let bench = try Workbench()
    // The tracer is nobody's parent (-D), so the supervisor still leads its session.
    let traced = bench.path("traced")
    write(
      """
      #!/bin/sh
      exec strace -D -o /dev/null -e trace=fallocate -e inject=fallocate:error=EOPNOTSUPP \
        '\(Workbench.supervisorPath)' "$@"
      """, to: traced)
    unsafe chmod(traced, 0o700)
    let attempts = ShellAttempts(supervisorPath: traced, graceMilliseconds: 20_000)
    let order = bench.order("yes", outputLimitBytes: 1 << 20)
    let running = try attempts.start(attempts.prepare(order), leaf: Workbench.leaf)
    let end = await attempts.follow(running, fromOutput: 0, fromError: 0) { _, _, _ in }
    #expect(end.status == .signalled(Int(SIGINT)))
    #expect(end.stoppedForOutput && !end.timedOut && !end.cancelled)
    #expect(read(bench.path("attempt/diagnostics")).contains("cannot drop the middle"))
  }
}

/// What this process holds in memory now.
private func residentBytes() -> Int {
  let pages = read("/proc/self/statm").split(separator: " ").dropFirst().first
  return (pages.flatMap { Int($0) } ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}
