import TemaeCore

/// The schema of a target as SQL, as pg_dump of its own version writes it.
struct SchemaDump {
  let target: Session

  /// Takes the target that is to be copied.
  init(of target: Session) {
    self.target = target
  }

  /// The dump, to be applied to a scratch database.
  ///
  /// The password, if there is one, goes through the program's environment.
  func piece() throws(PostgresError) -> SQLOrder.Piece {
    let version = target.serverVersion / 10_000
    let program: ChildProgram
    do throws(ChildProgram.Failure) {
      program = try ChildProgram(
        [
          "bash", "-c", ServerPrograms.search("pg_dump") + Self.script, "temae", String(version),
          "\(Snapshot.lockTimeoutSeconds)s",
        ], environment: target.connection.environment)
    } catch {
      throw .noScratch(reason: error.reason)
    }
    let text = String(decoding: program.readAll(), as: UTF8.self)
    switch program.end() {
    case 0: return SQLOrder.Piece(file: "the copy of the target", text: text, firstLine: 1)
    case 3: throw .noScratch(reason: ServerPrograms.missing(version))
    default:
      let lines = text.split(separator: "\n").suffix(2).joined(separator: " ")
      throw .noScratch(reason: "the target's schema could not be copied: \(lines)")
    }
  }

  private static let script = #"""
    [ -n "$bin" ] || exit 3
    problems=$(mktemp) || exit
    "$bin/pg_dump" --schema-only --no-password --exclude-schema=temae --no-tablespaces \
      --no-publications --no-subscriptions --no-security-labels --lock-wait-timeout="$2" \
      2>"$problems"
    code=$?
    [ "$code" = 0 ] || { echo; cat "$problems"; code=1; }
    rm -f "$problems"
    exit "$code"
    """#
}
