import Glibc

/// A PgBouncer in front of the shared cluster, for tests of what must not go through one.
public final class PostgresPooler {
  /// The directory of the pooler's socket; its port is 6432.
  public let directory: String
  private let watchdog: Child

  /// Whether PgBouncer is installed here; tests that need it do not run otherwise.
  public static var isInstalled: Bool {
    let places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"]
    return places.contains { place in unsafe access(place, X_OK) == 0 }
  }

  /// Starts a pooler; it ends with this object or with the test process.
  ///
  /// - Parameters:
  ///   - cluster: The cluster behind it.
  ///   - mode: `session`, `transaction` or `statement`.
  /// - Throws: ``PostgresCluster/Failure`` with what PgBouncer printed.
  public init(_ cluster: PostgresCluster, mode: String) throws {
    watchdog = try Child(
      ["bash", "-c", Self.script, "pooler", cluster.socketDirectory, mode])
    directory = watchdog.readLine()
    guard directory.hasPrefix("/") else {
      throw PostgresCluster.Failure(description: "no pooler: \(directory)")
    }
  }

  /// A connection string for a database behind the pooler.
  public func connection(database: String) -> String {
    "host=\(directory) port=6432 dbname=\(database) user=postgres"
  }

  /// Starts PgBouncer, as nobody where root is refused, and waits for its socket.
  private static let script = #"""
    trap '' HUP INT TERM
    directory=$(mktemp -d /tmp/temae-pb.XXXXXX) || exit 1
    printf '%s\n' '[databases]' "* = host=$1 port=5432" '[pgbouncer]' "pool_mode = $2" \
      'listen_addr =' 'listen_port = 6432' "unix_socket_dir = $directory" 'auth_type = trust' \
      "auth_file = $directory/users" >"$directory/ini"
    printf '%s\n' '"postgres" ""' >"$directory/users"
    if [ "$(id -u)" = 0 ]; then
      chown -R nobody "$directory"
      set -- setpriv --reuid nobody --clear-groups pgbouncer -q "$directory/ini"
    else
      set -- pgbouncer -q "$directory/ini"
    fi
    PATH=$PATH:/usr/sbin "$@" >"$directory/log" 2>&1 </dev/null &
    for _ in $(seq 100); do [ -S "$directory/.s.PGSQL.6432" ] && break; sleep 0.05; done
    if [ -S "$directory/.s.PGSQL.6432" ]; then echo "$directory"; else tail -1 "$directory/log"; fi
    exec >/dev/null 2>&1
    cat
    kill -KILL $!
    rm -rf "$directory"
    """#
}
