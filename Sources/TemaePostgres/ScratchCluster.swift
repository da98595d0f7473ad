import Glibc

/// A throwaway PostgreSQL cluster: no TCP, a socket in a directory of its own, gone when this process
/// ends in whatever way.
///
/// A shell holds the other end of a connection to this process. When that ends, by ``stop()`` or by
/// this process's death, it stops the server and removes the directory.
@safe final class ScratchCluster: CloneHome {
  /// A connection string to its database `postgres`, as its superuser.
  let connection: String
  /// The directory of its socket, which goes with it.
  let directory: String
  private let watchdog: ChildProgram

  /// Makes and starts a cluster of a major version.
  ///
  /// - Parameters:
  ///   - majorVersion: 15, 16 …; its server's programs must be on this machine.
  ///   - isDurable: Whether it waits for the disk as a real server does, so that what is measured on
  ///     it says something.
  ///   - atEnd: What bash does in the end before the server stops; `$directory` names the directory.
  /// - Throws: ``PostgresError/noScratch(reason:)``.
  init(
    majorVersion: Int, isDurable: Bool = false, atEnd: String = ""
  ) throws(PostgresError) {
    do throws(ChildProgram.Failure) {
      let script = ServerPrograms.search("initdb") + Self.beginning + atEnd + Self.end
      watchdog = try ChildProgram(
        [
          "bash", "-c", script, "temae", String(majorVersion),
          isDurable ? "-c max_wal_size=4GB" : "-c fsync=off -c full_page_writes=off",
        ], inheritsConnection: false)
    } catch {
      throw .noScratch(reason: error.reason)
    }
    let answer = watchdog.readAnswer()
    guard answer.hasPrefix("/"), !answer.contains("\n") else {
      watchdog.end()
      throw .noScratch(reason: Self.reason(answer, majorVersion))
    }
    directory = answer
    // What is empty here comes from no variable of this process: nothing leads elsewhere.
    connection =
      "host=\(answer) hostaddr='' port=5432 dbname=postgres user=postgres password='' options=''"
  }

  /// Lets the server begin to stop, and does not wait; from any thread, at any time.
  func beginStopping() { watchdog.endInput() }

  /// Stops the server, and waits until its directory is gone.
  @discardableResult
  func stop() -> String? {
    watchdog.end()
    return nil
  }

  private static func reason(_ answer: String, _ version: Int) -> String {
    answer == "none"
      ? ServerPrograms.missing(version) + ", or name a server of that version with --scratch"
      : "no cluster could be started: \(answer)"
  }

  /// PostgreSQL refuses root, so the server then runs as nobody.
  ///
  /// Nobody must be able to reach the directory, and its path must be short enough for a socket: it
  /// lies in /tmp. Where that is too small, `TEMAE_SCRATCH_DIR` names another directory for the data.
  private static let beginning = #"""
    trap '' HUP INT TERM
    set -u
    [ -n "$bin" ] || { echo none; exit; }
    # Root has runuser there, also where its PATH has not, as in a job of cron.
    PATH=$PATH:/usr/sbin:/sbin
    as_owner() {
      if [ "$(id -u)" = 0 ]; then runuser -u nobody -- "$@"; else "$@"; fi
    }
    cd /tmp
    directory=$(as_owner mktemp -d /tmp/temae-scratch.XXXXXX 2>&1) || { echo "$directory"; exit; }
    data=$directory
    if [ -n "${TEMAE_SCRATCH_DIR:-}" ]; then
      data=$(mktemp -d "$TEMAE_SCRATCH_DIR/temae-scratch.XXXXXX" 2>&1) || {
        echo "$data"
        rm -rf "$directory"
        exit
      }
      [ "$(id -u)" != 0 ] || chown nobody "$data"
    fi
    {
      as_owner "$bin/initdb" -D "$data/data" -U postgres --no-sync --auth=trust \
        -E UTF8 --locale=C &&
      as_owner "$bin/pg_ctl" -D "$data/data" -l "$directory/log" -w -t 60 start \
        -o "-c listen_addresses='' -c unix_socket_directories=$directory -c port=5432" \
        -o "-c autovacuum=off $2"
    } >"$directory/start" 2>&1 </dev/null && echo "$directory" || {
      cat "$directory/start" "$directory/log" 2>/dev/null | tail -3 | tr '\n' ' '
      echo
      rm -rf "$directory" "$data"
      exit
    }
    cat >/dev/null

    """#

  private static let end = #"""

    as_owner "$bin/pg_ctl" -D "$data/data" -m immediate stop >/dev/null 2>&1
    rm -rf "$directory" "$data"
    """#
}
