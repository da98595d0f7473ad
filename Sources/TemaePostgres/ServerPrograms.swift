/// Where PostgreSQL's own programs lie on this machine.
enum ServerPrograms {
  /// A piece of a shell script that sets `bin` to the directory of a program of major version `$1`,
  /// and to nothing where there is none.
  static func search(_ program: String) -> String {
    #"""
    for bin in "${TEMAE_POSTGRES_BIN:-}" /usr/lib/postgresql/"$1"/bin /usr/pgsql-"$1"/bin \
      "$(pg_config --bindir 2>/dev/null)" "$(dirname -- "$(command -v PROGRAM)")"; do
      [ -x "$bin/PROGRAM" ] && "$bin/PROGRAM" --version | grep -Eq " $1([.a-z]|\$)" && break
      bin=
    done

    """#.split(separator: "PROGRAM", omittingEmptySubsequences: false).joined(separator: program)
  }

  /// What to do where there is none.
  static func missing(_ version: Int) -> String {
    "the programs of PostgreSQL \(version) are not on this machine. Install them, or name their "
      + "directory in TEMAE_POSTGRES_BIN"
  }
}
