#!/usr/bin/env bash
# Backs up the database that the PG* variables name into a new directory.
#
#   backup.sh DIRECTORY
#
#   full.dump          everything but the engine's own schema, custom format; the one that counts
#   schema.sql         from it: definitions only
#   data.sql           from it: rows only
#   tables/NAME.sql    from it: the rows of one table
#   roles.sql          the roles it needs, without passwords
#   catalog.txt        the schema as text            } taken in the same snapshot as full.dump:
#   rows.sql, rows.txt fingerprints of all the rows  } what a restore must reproduce
#   carry.sql, schemas.txt   what restore.sh needs
#   report.txt         sizes, row counts, duration
#   SHA256SUMS         over all of the above; written last, so a directory with it is complete
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

[[ $# -eq 1 ]] || fail 'usage: backup.sh DIRECTORY' 64
target=$1
[[ ! -e $target ]] || fail "$target exists; a backup never replaces another"
partial=$target.partial
private_directory "$(dirname -- "$target")"
rm -rf -- "$partial"
private_directory "$partial"
umask 077
began=$(date +%s)

# One session holds the snapshot; the dump and the captures look through it at the same instant.
coproc holder { psql -X -A -t -q -v ON_ERROR_STOP=1; }
# shellcheck disable=SC2154 # coproc sets it
holder_process=$holder_PID
trap 'kill "$holder_process" 2>/dev/null || true' EXIT
printf '%s\n' 'begin transaction isolation level repeatable read read only;' \
  'select pg_export_snapshot();' >&"${holder[1]}"
IFS= read -r -t 30 snapshot <&"${holder[0]}" || fail 'no snapshot: is the server reachable?'

# The output of a file of SQL, seen through the snapshot.
through_snapshot() {
  sql -c 'begin transaction isolation level repeatable read read only' \
    -c "set transaction snapshot '$snapshot'" -f "$1" -c commit
}

pg_dump -Fc --no-password --exclude-schema=temae --snapshot="$snapshot" -f "$partial/full.dump" &
dump=$!
through_snapshot "$TEAHOUSE_ROOT/expected/catalog.sql" >"$partial/catalog.txt"
through_snapshot "$TEAHOUSE_ROOT/scripts/rows.sql" >"$partial/rows.sql"
through_snapshot "$partial/rows.sql" >"$partial/rows.txt"
through_snapshot "$TEAHOUSE_ROOT/scripts/carry.sql" >"$partial/carry.sql"
through_snapshot "$TEAHOUSE_ROOT/scripts/roles.sql" >"$partial/roles.sql"
sql -c "select nspname from pg_namespace where nspname !~ '^pg_'
        and nspname not in ('information_schema', 'temae', 'public') order by 1" >"$partial/schemas.txt"
wait "$dump"
printf '%s\n' 'commit;' '\q' >&"${holder[1]}"
wait "$holder_process" || true
trap - EXIT

pg_restore --schema-only -f "$partial/schema.sql" "$partial/full.dump"
pg_restore --data-only -f "$partial/data.sql" "$partial/full.dump"
mkdir -- "$partial/tables"
while IFS='|' read -r table _ fingerprint; do
  case $fingerprint in t | f) continue ;; esac # a sequence
  pg_restore --data-only -n "${table%%.*}" -t "${table#*.}" -f "$partial/tables/$table.sql" \
    "$partial/full.dump"
done <"$partial/rows.txt"

{
  printf 'database  %s\n' "$(sql -c 'select current_database()')"
  printf 'server    %s\n' "$(sql -c "select current_setting('server_version')")"
  printf 'taken at  %s\n' "$(date -u -d "@$began" +%Y-%m-%dT%H:%M:%SZ)"
  printf 'duration  %s s\n\nfiles, bytes:\n' "$(($(date +%s) - began))"
  (cd -- "$partial" && find . -type f -printf '%10s  %P\n' | LC_ALL=C sort -k 2)
  printf '\nrows or last value, fingerprint:\n'
  sed 's/|/  /g' "$partial/rows.txt"
} >"$partial/report.txt"

(cd -- "$partial" && find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum) >"$partial.sums"
mv -- "$partial.sums" "$partial/SHA256SUMS"
mv -- "$partial" "$target"
cat -- "$target/report.txt"
