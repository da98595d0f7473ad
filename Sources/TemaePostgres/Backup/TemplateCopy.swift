import TemaeCore

/// A copy of a database on its own server, made with `CREATE DATABASE … TEMPLATE`, and gone when this
/// process ends in whatever way.
///
/// A shell makes it, and holds the other end of a connection to this process. When that ends, by
/// ``stop()`` or by this process's death, it drops the copy and removes the directory.
@safe final class TemplateCopy: CloneHome {
  /// What every copy's name begins with.
  static let prefix = "temae_rehearsal_"

  /// Its name: ``prefix`` and 16 hexadecimal digits that nobody can foresee.
  let name: String
  let directory: String
  private let watchdog: ChildProgram

  /// Copies a database that nobody else is connected to.
  ///
  /// - Parameters:
  ///   - source: The database, as a session to it found it; the session has ended.
  ///   - stop: Ends the copying before its time.
  ///   - atEnd: What bash does in the end before the copy is dropped; `$directory` names the directory.
  /// - Throws: ``PostgresError/noScratch(reason:)``; nobody's connection is ever ended for it.
  init(of source: TemplateSource, stop: StopRequest, atEnd: String) throws(PostgresError) {
    var generator = SystemRandomNumberGenerator()
    let digits = String(generator.next() as UInt64, radix: 16)
    name = Self.prefix + String(repeating: "0", count: 16 - digits.count) + digits
    let script = ServerPrograms.atLeast + Self.beginning + atEnd + Self.end
    do throws(ChildProgram.Failure) {
      watchdog = try ChildProgram(
        [
          "bash", "-c", script, "temae", "psql", String(source.majorVersion), name,
          source.identity.database,
        ], environment: source.environment, inheritsConnection: false)
    } catch {
      throw .noScratch(reason: error.reason)
    }
    let watchdog = watchdog
    stop.onStop { watchdog.endInput() }
    let tool = watchdog.readAnswer()
    let answer = tool.hasPrefix("version ") ? watchdog.readAnswer() : tool
    guard answer.hasPrefix("/") else {
      watchdog.end()
      throw .noScratch(reason: "\(source.identity.database) could not be copied: \(answer)")
    }
    directory = answer
  }

  func beginStopping() { watchdog.endInput() }

  func stop() -> String? {
    watchdog.endInput()
    let complaint = watchdog.readAnswer()
    watchdog.end()
    return complaint.isEmpty ? nil : "the copy \(name) could not be dropped: \(complaint)"
  }

  /// Nothing that it prints after its answer means that all went well.
  ///
  /// Whoever ends its input while the copy is being made has the making cancelled; it is dropped in any
  /// case, should it have come about all the same.
  private static let beginning = #"""
    trap '' HUP INT TERM PIPE
    name=$1 source=$2
    directory=$(mktemp -d /tmp/temae-rehearsal.XXXXXX 2>&1) || { echo "$directory"; exit; }
    run() { "$bin/psql" -XAtq -v ON_ERROR_STOP=1 -v name="$name" -v source="$source" 2>&1; }
    drop() { run <<<'drop database if exists :"name" with (force);' | head -1; }
    exec 3<&0
    "$bin/psql" -XAtq -v ON_ERROR_STOP=1 -v name="$name" -v source="$source" \
      <<<'create database :"name" template :"source";' >"$directory/said" 2>&1 &
    copying=$!
    { cat >/dev/null; kill -INT "$copying" 2>/dev/null; } <&3 &
    watching=$!
    wait "$copying" || {
      kill -KILL "$watching" 2>/dev/null
      said=$(head -1 "$directory/said" | sed 's/^ERROR:  *//; s/^psql: error: //')
      drop >/dev/null
      rm -rf "$directory"
      echo "${said:-it was interrupted}"
      exit
    }
    kill -KILL "$watching" 2>/dev/null
    rm -f "$directory/said"
    echo "$directory"
    cat <&3 >/dev/null

    """#

  private static let end = #"""

    drop
    rm -rf "$directory"
    """#
}
