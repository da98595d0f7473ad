import Glibc
import Synchronization
import TemaeCore

/// pg_dump or pg_restore at work.
///
/// It ends with this process, in whatever way this process ends.
/// Its words are read on a thread of their own, so that it never waits for us.
@safe final class ArchiveProgram: Sendable {
  /// Which program is to be run, and how.
  struct Order {
    /// `pg_dump` or `pg_restore`.
    var name: String
    /// The major version that it must have, or exceed.
    var version: Int
    /// Its words, which everybody can read: never a secret.
    var arguments: [String]
    /// What leads it to its server; it inherits nothing of that kind.
    var environment: [EnvironmentVariable] = []
    /// The entries of an archive that are passed over, by their lines in its list.
    var leavesOut: [String] = []
  }

  private struct State {
    var version: String?
    var found: String?
    var problems: [String] = []
    var lastLines: [String] = []
    var code: Int?
  }

  private let name: String
  private let child: ChildProgram
  private let state = Mutex(State())
  /// The reading end becomes ready when the program is gone.
  private let ended: (reading: Int32, writing: Int32)

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - order: The program, and how it is run.
  ///   - onLine: Told each line that it prints, on a thread of its own.
  ///   - onFailure: Told when it ended badly, on that thread.
  /// - Throws: ``PostgresError/noProgram(name:reason:)``.
  init(
    _ order: Order, onLine: @escaping @Sendable (String) -> Void = { _ in },
    onFailure: @escaping @Sendable () -> Void = {}
  ) throws(PostgresError) {
    name = order.name
    let words =
      [order.name, String(order.version), order.leavesOut.joined(separator: "\n")]
      + order.arguments
    let started: (child: ChildProgram, ended: (reading: Int32, writing: Int32))
    do throws(ChildProgram.Failure) {
      let child = try ChildProgram(
        ["bash", "-c", ServerPrograms.atLeast + Self.script, "temae"] + words,
        environment: order.environment, inheritsConnection: false)
      started = (child, try ChildProgram.socketEnds())
    } catch {
      throw .noProgram(name: order.name, reason: error.reason)
    }
    (child, ended) = started
    OwnThread.start { [self] in
      child.readLines { line in note(line).map(onLine) }
      let code = child.end()
      state.withLock { $0.code = code }
      close(ended.writing)
      if code != 0 { onFailure() }
    }
  }

  deinit { close(ended.reading) }

  /// The version of the program, once it has begun.
  var version: String { state.withLock { $0.version ?? "" } }

  /// Waits until the program is gone.
  ///
  /// - Parameter seconds: How long; for ever where it is `nil`.
  /// - Returns: Whether it is gone.
  func wait(seconds: Int? = nil) -> Bool {
    var request = pollfd(fd: ended.reading, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, seconds.map { Int32($0 * 1000) } ?? -1) == 1
  }

  /// Asks the program to end; from any thread, at any time.
  func stop() { child.endInput() }

  /// Ends it if it is still at work, and waits until it is gone.
  func end() {
    stop()
    _ = wait()
  }

  /// Waits until it is gone; what it complained of, `nil` where it ended well.
  ///
  /// - Throws: ``PostgresError/noProgram(name:reason:)`` where it never began.
  func complaint() throws(PostgresError) -> String? {
    while !wait() {}
    let state = state.withLock { $0 }
    guard state.version != nil else {
      throw .noProgram(
        name: name, reason: state.found ?? state.lastLines.joined(separator: " "))
    }
    guard state.code != 0 else { return nil }
    let lines = state.problems.isEmpty ? state.lastLines : state.problems
    return lines.isEmpty ? "\(name) was ended" : lines.joined(separator: "; ")
  }

  /// Keeps what is worth telling when it fails; gives the line back unless it is one of the script's.
  private func note(_ line: String) -> String? {
    state.withLock { state in
      guard state.version != nil else {
        if line.hasPrefix("version ") { state.version = String(line.dropFirst(8)) }
        if line.hasPrefix("none ") { state.found = String(line.dropFirst(5)) }
        return nil
      }
      let isProblem = ["error:", "detail:", "hint:", "DETAIL:"].contains { line.contains($0) }
      if isProblem, state.problems.count < Self.problemLimit {
        state.problems.append(String(line.prefix(Self.lineLimit)))
      }
      state.lastLines = state.lastLines.suffix(2) + [String(line.prefix(Self.lineLimit))]
      return line
    }
  }

  private static let problemLimit = 6
  private static let lineLimit = 500

  /// The end of our input, in whatever way it comes, ends the program; its own end ends the script.
  private static let script = #"""
    leaves_out=$1
    shift
    umask 077
    exec 3<&0 </dev/null 2>&1
    export LC_ALL=C
    {
      if [ -n "$leaves_out" ]; then
        archive=${*: -1}
        exec "$bin/$program" --use-list=<("$bin/$program" --list "$archive" |
          grep -vxF -e "$leaves_out") "$@" 3<&-
      else
        exec "$bin/$program" "$@" 3<&-
      fi
    } &
    child=$!
    { cat <&3 >/dev/null; kill "$child"; } >/dev/null 2>&1 &
    watch=$!
    wait "$child"
    code=$?
    kill "$watch" 2>/dev/null
    exit "$code"
    """#
}
