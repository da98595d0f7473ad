#!/usr/bin/env bash
# Proves a backup by restoring it on a throwaway server of its own and comparing what comes out with
# what was captured when it was taken. Never touches the server that the PG* variables name.
#
#   verify_backup.sh DIRECTORY     writes VERIFIED into it when everything is equal
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

[[ $# -eq 1 && -d $1 ]] || fail 'usage: verify_backup.sh DIRECTORY' 64
backup=$(cd -- "$1" && pwd)
rm -f -- "$backup/VERIFIED"
[[ -f $backup/SHA256SUMS ]] || fail "$backup is not complete: it has no SHA256SUMS"
(cd -- "$backup" && sha256sum --quiet --strict -c SHA256SUMS) ||
  fail 'a file is not the one that the backup wrote'

# From here on PG* means the throwaway server; the caller's read-only option would be in the way.
unset PGHOST PGHOSTADDR PGPORT PGUSER PGPASSWORD PGPASSFILE PGDATABASE PGOPTIONS PGSERVICE
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tea-house-scratch-XXXXXX")
stop_scratch() {
  "$TEAHOUSE_POSTGRES_TOOL" stop "$scratch/cluster" || true
  rm -rf -- "$scratch"
}
trap stop_scratch EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$TEAHOUSE_POSTGRES_TOOL" start "$scratch/cluster"
eval "$("$TEAHOUSE_POSTGRES_TOOL" env "$scratch/cluster")"
export PGOPTIONS='-c client_min_messages=warning'

# The roles may include the scratch server's own superuser; those lines do nothing.
sql -f "$backup/roles.sql"
sql -c 'create database from_full template template0' -c 'create database from_parts template template0'

# Both databases must equal the capture: the full dump, and the two parts put together.
examine() {
  local how=$1
  printf '%s: ' "$how"
  "$TEAHOUSE_ROOT/scripts/compare_catalog.sh" "$backup/catalog.txt" ||
    fail "restored from $how, the schema differs"
  printf '%s: ' "$how"
  "$TEAHOUSE_ROOT/scripts/compare_rows.sh" "$backup" || fail "restored from $how, the rows differ"
}

export PGDATABASE=from_full
pg_restore --exit-on-error --single-transaction -d from_full "$backup/full.dump"
examine full.dump

export PGDATABASE=from_parts
# Rows only come in any order of tables, so foreign keys and triggers wait.
sql -1 -f "$backup/schema.sql" -c "set session_replication_role = replica" -f "$backup/data.sql" >/dev/null
examine 'schema.sql and data.sql'

# Every table's own file must hold as many rows as were counted.
while IFS='|' read -r table count fingerprint; do
  case $fingerprint in t | f) continue ;; esac
  held=$(awk '/^COPY .* FROM stdin;$/ { on = 1; next } /^\\\.$/ { on = 0 } on { n++ } END { print n + 0 }' \
    "$backup/tables/$table.sql")
  [[ $held == "$count" ]] || fail "tables/$table.sql holds $held rows, the table had $count"
done <"$backup/rows.txt"

# Bound to the list of checksums: a backup that is changed afterwards is no longer a verified one.
(cd -- "$backup" && sha256sum SHA256SUMS >VERIFIED)
printf 'verified by restoring: %s\n' "$backup"
