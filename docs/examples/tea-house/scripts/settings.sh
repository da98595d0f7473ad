# Sourced by every script here: where things lie, which client programs are used, how SQL is sent.
# shellcheck shell=bash
set -euo pipefail

TEAHOUSE_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# Backups, captures and reports. Personal data: never inside a work tree of git.
TEAHOUSE_WORK=${TEAHOUSE_WORK:-${TMPDIR:-/tmp}/tea-house-$(id -u)}
# What starts the throwaway server on which a backup is proved.
TEAHOUSE_POSTGRES_TOOL=${TEAHOUSE_POSTGRES_TOOL:-$TEAHOUSE_ROOT/../../../tools/postgres}
export TEAHOUSE_ROOT TEAHOUSE_WORK TEAHOUSE_POSTGRES_TOOL

fail() {
  printf '%s: %s\n' "$(basename -- "$0")" "$1" >&2
  exit "${2:-1}"
}

# Debian's /usr/bin/psql is a wrapper that picks a version; the programs themselves start faster.
binaries=$(compgen -G '/usr/lib/postgresql/*/bin/pg_restore' | sort -V | tail -n 1 || true)
binaries=${binaries%/pg_restore}
if [[ -n $binaries && $PATH != "$binaries":* ]]; then PATH=$binaries:$PATH; fi
unset binaries

# One psql for everything: no ~/.psqlrc, an error ends it, plain output.
sql() {
  psql -X -A -t -q -v ON_ERROR_STOP=1 "$@"
}

# Makes a directory for artifacts, readable by its owner only; refuses one inside a git work tree.
private_directory() {
  local above
  case $1 in /*) ;; *) fail "$1 is not an absolute path" 64 ;; esac
  above=$1
  while [[ $above != / ]]; do
    [[ ! -e $above/.git ]] || fail "$1 lies in the git work tree $above; choose another TEAHOUSE_WORK"
    above=$(dirname -- "$above")
  done
  (umask 077 && mkdir -p -- "$1")
}
