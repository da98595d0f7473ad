import Synchronization
import TemaeCore

/// pg_restore at work on the script of an archive, which it writes as we read.
///
/// It knows no server, and ends with this process in whatever way that ends.
@safe final class ArchiveScript: Sendable {
  private let child: ChildProgram
  private let name = "pg_restore"
  private let hasEnded = Atomic<Bool>(false)

  /// Starts it.
  ///
  /// - Parameters:
  ///   - archive: The archive.
  ///   - version: The major version that it must have, or exceed.
  ///   - arguments: Its words beside those that say where it writes to.
  ///   - leavesOut: Lines of the archive's list whose entries are passed over.
  /// - Throws: ``PostgresError/noProgram(name:reason:)``.
  init(
    of archive: String, version: Int, arguments: [String], leavesOut: [String]
  ) throws(PostgresError) {
    do throws(ChildProgram.Failure) {
      child = try ChildProgram(
        [
          "bash", "-c", ServerPrograms.atLeast + Self.script, "temae", name, String(version),
          archive, String(leavesOut.count),
        ] + leavesOut + arguments, inheritsConnection: false, keepsProblems: true)
    } catch {
      throw .noProgram(name: name, reason: error.reason)
    }
    let answer = child.readAnswer()
    guard answer.hasPrefix("version ") else {
      child.end()
      throw .noProgram(
        name: name, reason: answer.hasPrefix("none ") ? String(answer.dropFirst(5)) : answer)
    }
  }

  /// The next bytes of the script; none at its end.
  func read() -> [UInt8] {
    let bytes = child.readChunk()
    if bytes.isEmpty { hasEnded.store(true, ordering: .relaxed) }
    return bytes
  }

  /// Whether all that it wrote was read.
  var isAtEnd: Bool { hasEnded.load(ordering: .relaxed) }

  /// Asks it to end; from any thread, at any time.
  func stop() { child.endInput() }

  /// Ends it, and waits until it is gone; called once.
  ///
  /// - Returns: What it complained of; `nil` where it wrote all of the script.
  func end() -> String? {
    guard child.end() != 0 else { return nil }
    let problems = child.problems()
    return problems.isEmpty ? "pg_restore was ended" : problems
  }

  /// The end of our input, in whatever way it comes, ends the program; its own end ends the script.
  private static let script = #"""
    archive=$1 count=$2
    shift 2
    leaves_out=$(printf '%s\n' "${@:1:count}")
    shift "$count"
    exec 3<&0 </dev/null
    export LC_ALL=C
    {
      if [ "$count" -gt 0 ]; then
        exec "$bin/$program" --file=- --use-list=<("$bin/$program" --list "$archive" |
          grep -vxF -e "$leaves_out") "$@" "$archive" 3<&-
      else
        exec "$bin/$program" --file=- "$@" "$archive" 3<&-
      fi
    } &
    child=$!
    { cat <&3 >/dev/null; kill "$child"; } >/dev/null 2>&1 &
    watch=$!
    exec >/dev/null
    wait "$child"
    code=$?
    kill "$watch" 2>/dev/null
    exit "$code"
    """#
}
