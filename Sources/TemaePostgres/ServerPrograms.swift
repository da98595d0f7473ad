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

  /// A piece of a shell script that takes the name of a program and a major version from its words
  /// and sets `bin` to the directory where that program is of that version, or of the next one that
  /// there is; without any it says so and ends.
  ///
  /// Its first line is `version 15.18`, or `none` with the reason.
  static let atLeast = #"""
    program=$1 wanted=$2 bin= newer= seen=
    shift 2
    on_path=$(command -v "$program")
    for try in "${TEMAE_POSTGRES_BIN:-}" /usr/lib/postgresql/"$wanted"/bin /usr/pgsql-"$wanted"/bin \
      "$(pg_config --bindir 2>/dev/null)" "${on_path%/*}" \
      $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2>/dev/null | sort -V); do
      [ -n "$try" ] && [ -x "$try/$program" ] || continue
      version=$("$try/$program" --version 2>/dev/null | sed 's/^[^)]*) \([^ ]*\).*/\1/')
      major=${version%%[!0-9]*}
      [ -n "$major" ] || continue
      if [ "$major" = "$wanted" ]; then bin=$try; break; fi
      if [ "$major" -gt "$wanted" ]; then
        newer=${newer:-$try}
      else
        seen="it is of version $version in $try, and must not be older than the server"
      fi
    done
    bin=${bin:-$newer}
    if [ -z "$bin" ]; then
      reason=${seen:-"it is not on this machine"}
      echo "none $reason. Install PostgreSQL $wanted or later, or name its directory in" \
        'TEMAE_POSTGRES_BIN'
      exit 3
    fi
    echo "version $("$bin/$program" --version | sed 's/^[^)]*) \([^ ]*\).*/\1/')"

    """#

  /// What to do where there is none.
  static func missing(_ version: Int) -> String {
    "the programs of PostgreSQL \(version) are not on this machine. Install them, or name their "
      + "directory in TEMAE_POSTGRES_BIN"
  }
}
