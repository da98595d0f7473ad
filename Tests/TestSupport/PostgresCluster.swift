import Glibc

/// A throwaway PostgreSQL cluster for one test process, and databases in it.
///
/// It listens on a Unix socket in its own directory only. A watchdog process holds the other end of
/// a pipe from this process: when this process ends, in whatever way, SIGKILL included, the pipe
/// ends, and the watchdog stops the server and removes the directory. No exit handler is needed.
///
/// The password of every role is irrelevant: the socket trusts whoever reaches it.
public struct PostgresCluster: Sendable {
  /// What kept the cluster or one of its programs from working.
  public struct Failure: Error, CustomStringConvertible {
    /// What happened, with what the program printed.
    public var description: String
  }

  /// The directory of the server's socket.
  public let socketDirectory: String

  private static let started = Result { try PostgresCluster(starting: ()) }

  /// The process's cluster, started by whoever asks first.
  public static func shared() throws -> PostgresCluster { try started.get() }

  /// A cluster of its own, which lives as long as this process.
  public static func another() throws -> PostgresCluster { try PostgresCluster(starting: ()) }

  /// What a failover leaves: a standby of this cluster that has everything and was promoted, which
  /// lives as long as this process.
  public func promotedCopy() throws -> PostgresCluster {
    try PostgresCluster(starting: (), of: socketDirectory)
  }

  /// A connection string for a database of this cluster as its superuser.
  public func connection(database: String, user: String = "postgres") -> String {
    "host=\(socketDirectory) port=5432 dbname=\(database) user=\(user)"
  }

  /// Makes an empty database of a name that no other test has, and gives back its connection string.
  public func makeDatabase() throws -> String {
    var generator = SystemRandomNumberGenerator()
    let name = "test_" + String(generator.next() as UInt64, radix: 36)
    try psql(connection(database: "postgres"), "create database \(name)")
    return connection(database: name)
  }

  /// Runs SQL with psql and gives back its rows: `|` between columns, a line for each row.
  @discardableResult
  public func psql(_ connection: String, _ sql: String) throws -> String {
    let arguments = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", connection, "-c", sql]
    let child = try Child(arguments)
    let output = child.readAll()
    guard child.wait() == 0 else { throw Failure(description: "psql: \(sql): \(output)") }
    return output.hasSuffix("\n") ? String(output.dropLast()) : output
  }

  // MARK: Starting

  private init(starting: Void, of primary: String = "") throws {
    let watchdog = try Child(["bash", "-c", Self.watchdog, "watchdog", primary])
    let answer = watchdog.readLine()
    guard answer.hasPrefix("/") else {
      throw Failure(description: "no throwaway PostgreSQL: \(answer)\n\(watchdog.readAll())")
    }
    socketDirectory = answer
    // The watchdog lives as long as the pipe that `watchdog` holds, which nobody closes.
    watchdog.keepForTheLifeOfThisProcess()
  }

  /// PostgreSQL refuses root, so the server then runs as nobody.
  ///
  /// Nobody must be able to reach the directory: it lies in /tmp, whatever TMPDIR says, and its path
  /// stays short enough for a socket. The data lie in TEMAE_SCRATCH_DIR, where that is set.
  private static let watchdog = #"""
    trap '' HUP INT TERM
    set -u
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
    bin=${bin:-$(pg_config --bindir)}
    as_owner() {
      if [ "$(id -u)" = 0 ]; then runuser -u nobody -- "$@"; else "$@"; fi
    }
    cd /tmp
    directory=$(as_owner mktemp -d /tmp/temae-pg.XXXXXX) || exit 1
    data=$(as_owner mktemp -d "${TEMAE_SCRATCH_DIR:-/tmp}/temae-pg-data.XXXXXX") || exit 1
    {
      if [ -n "$1" ]; then
        as_owner "$bin/pg_basebackup" -D "$data" -d "host=$1 port=5432 user=postgres" \
          --no-sync -c fast -R
      else
        as_owner "$bin/initdb" -D "$data" -U postgres --no-sync --auth=trust \
          -E UTF8 --locale=C.UTF-8
      fi &&
      as_owner "$bin/pg_ctl" -D "$data" -l "$directory/log" -w -t 60 start \
        -o "-c listen_addresses='' -c unix_socket_directories=$directory -c port=5432" \
        -o "-c fsync=off -c max_connections=200 -c max_prepared_transactions=5" &&
      if [ -n "$1" ]; then as_owner "$bin/pg_ctl" -D "$data" -w -t 60 promote; fi
    } >"$directory/start" 2>&1 </dev/null &&
      echo "$directory" || {
        echo failed
        cat "$directory/start" "$directory/log"
        rm -rf "$directory" "$data"
        exit 1
      }
    # Until the test process is gone.
    exec >/dev/null 2>&1
    cat
    as_owner "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1
    rm -rf "$directory" "$data"
    """#
}
