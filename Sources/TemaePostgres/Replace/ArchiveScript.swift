import Synchronization
import TemaeCore

/// pg_restore at work on the script of an archive, which it writes as we read.
///
/// It knows no server, and ends with this process in whatever way that ends.
@safe final class ArchiveScript: Sendable {
  /// Which entries of an archive's list it holds, by their lines.
  enum Entries {
    case except([String])
    case only([String])
  }

  private let child: ChildProgram
  private let name = "pg_restore"
  private let hasEnded = Atomic<Bool>(false)

  /// Starts it.
  ///
  /// - Parameters:
  ///   - archive: The archive.
  ///   - version: The major version that it must have, or exceed.
  ///   - entries: What it holds.
  /// - Throws: ``PostgresError/noProgram(name:reason:)``.
  init(
    of archive: String, version: Int, entries: Entries
  ) throws(PostgresError) {
    let (choice, lines) =
      switch entries {
      case .except(let lines): ("v", lines)
      case .only(let lines): ("", lines)
      }
    do throws(ChildProgram.Failure) {
      child = try ChildProgram(
        [
          "bash", "-c", ServerPrograms.atLeast + Self.script, "temae", name, String(version),
          archive, choice,
        ] + lines, inheritsConnection: false, keepsProblems: true)
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
    archive=$1 choice=$2
    shift 2
    lines=$(printf '%s\n' "$@")
    exec 3<&0 </dev/null
    export LC_ALL=C
    {
      # Comments and empty lines of a list are passed over.
      exec "$bin/$program" --file=- --no-publications --no-subscriptions --no-security-labels \
        --use-list=<("$bin/$program" --list "$archive" | grep -xF$choice -e "$lines") \
        "$archive" 3<&-
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
