import Glibc
import Synchronization
import TemaeCore
import TemaeShell

/// A place where a test runs real commands under the real supervisor; removed with the test.
final class Workbench: Sendable {
  /// The directory that holds the attempts and whatever scripts write.
  let root: String
  /// What is tested.
  let attempts: ShellAttempts

  /// Any intent will do: the shell compares leaves and never computes one.
  static let leaf = leaf(0xab)

  init(graceMilliseconds: Int = 20_000, in parent: String = "/tmp") throws {
    var template = Array("\(parent)/temae-shell-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw Failure(what: "mkdtemp") }
    root = String(
      decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    attempts = ShellAttempts(
      supervisorPath: Self.supervisorPath, graceMilliseconds: graceMilliseconds)
  }

  deinit { removeTree(root) }

  /// The program that the build put beside the tests.
  static let supervisorPath: String = {
    var bytes = [CChar](repeating: 0, count: 4096)
    let length = unsafe readlink("/proc/self/exe", &bytes, 4095)
    let path = String(
      decoding: bytes.prefix(max(length, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/temae-supervisor"
  }()

  /// Makes up a leaf hash.
  static func leaf(_ byte: UInt8) -> Digest {
    guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else { return .zero }
    return digest
  }

  /// A path on the bench.
  func path(_ name: String) -> String { "\(root)/\(name)" }

  /// An order for a script; `fault` kills the supervisor at a place that its source names.
  func order(
    _ script: String, name: String = "attempt", shell: String = "bash", timeoutSeconds: Int? = 600,
    outputLimitBytes: Int = 256 << 20, given: [String: String] = [:], fault: String? = nil
  ) -> ShellOrder {
    var values = ["PATH": "/usr/bin:/bin", "BENCH": root]
    values.merge(given) { _, new in new }
    values["TEMAE_SUPERVISOR_FAULT"] = fault
    return ShellOrder(
      directory: path(name), script: script, shell: shell, workingDirectory: root,
      environment: values.sorted { $0.key < $1.key }.map {
        EnvironmentVariable(name: $0.key, value: $0.value)
      },
      timeoutSeconds: timeoutSeconds, outputLimitBytes: outputLimitBytes)
  }

  /// Prepares and starts.
  func start(_ order: ShellOrder) throws -> RunningShell {
    try attempts.start(attempts.prepare(order), leaf: Self.leaf)
  }

  /// Follows to the end, with all output.
  func follow(_ running: RunningShell) async -> Followed {
    let collected = Collected()
    let end = await attempts.follow(running, fromOutput: 0, fromError: 0) { stream, piece, offset in
      collected.take(stream, piece, offset)
    }
    return Followed(end: end, collected: collected)
  }

  /// Prepares, starts and follows a script.
  func run(
    _ script: String, shell: String = "bash", timeoutSeconds: Int? = 600,
    given: [String: String] = [:], fault: String? = nil
  ) async throws -> Followed {
    try await follow(
      start(
        order(script, shell: shell, timeoutSeconds: timeoutSeconds, given: given, fault: fault)))
  }

  /// What is known about the attempt, by one that has never seen it.
  func evidence(_ name: String = "attempt", leaf: Digest = leaf) throws -> ShellEvidence {
    try ShellAttempts(supervisorPath: Self.supervisorPath)
      .evidence(directory: path(name), leaf: leaf)
  }

  /// A script's way to wait for ``go()``: nothing here depends on how fast a machine is.
  static let untilGo = "while ! [ -e go ]; do sleep 0.02; done"

  /// Lets a script go on that waits.
  func go() { write("", to: path("go")) }

  /// Waits until a condition holds; `false` after ten seconds.
  func wait(until condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<1000 {
      if try condition() { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  /// The fields of a record, as a person would read them.
  func record(_ file: String, of name: String = "attempt") -> String {
    read(path("\(name)/\(file)")).split(separator: "\0").first.map(String.init) ?? ""
  }
}

/// An attempt that was followed to its end.
struct Followed: Sendable {
  let end: ShellEnd
  let collected: Collected

  var status: ShellEnd.Status { end.status }
  var output: String { String(decoding: collected.bytes(.output), as: UTF8.self) }
  var error: String { String(decoding: collected.bytes(.error), as: UTF8.self) }
  var exported: [String: String] {
    Dictionary(end.exported.map { ($0.name, $0.value) }) { _, last in last }
  }
}

/// Output as it comes.
final class Collected: Sendable {
  private let pieces = Mutex<[(stream: OutputStream, bytes: [UInt8], offset: Int)]>([])

  func take(_ stream: OutputStream, _ bytes: [UInt8], _ offset: Int) {
    pieces.withLock { $0.append((stream, bytes, offset)) }
  }

  func bytes(_ stream: OutputStream) -> [UInt8] {
    pieces.withLock { $0.filter { $0.stream == stream }.flatMap(\.bytes) }
  }

  /// The offset of each piece and its length.
  func extents(_ stream: OutputStream) -> [Range<Int>] {
    pieces.withLock {
      $0.filter { $0.stream == stream }.map { $0.offset..<($0.offset + $0.bytes.count) }
    }
  }
}

struct Failure: Error {
  let what: String
}
