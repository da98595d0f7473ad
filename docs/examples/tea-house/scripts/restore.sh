#!/usr/bin/env bash
# Takes the database that the PG* variables name back to a backup, in one transaction: afterwards it
# is restored, or nothing has happened.
#
#   restore.sh full BACKUP     schema and rows as they were; rows written since are lost
#   restore.sh schema BACKUP   schema as it was, rows as they are now (what the old schema has no
#                              column for is lost)
#
# Maintenance must be on: rows written while the rows are being moved would fall between.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

[[ $# -eq 2 && -f ${2:-}/SHA256SUMS ]] || fail 'usage: restore.sh full|schema BACKUP' 64
mode=$1
backup=$2
(cd -- "$backup" && sha256sum --quiet --strict -c SHA256SUMS) || fail 'the backup is damaged'
"$TEAHOUSE_ROOT/scripts/maintenance.sh" status >/dev/null ||
  fail 'maintenance is off; turn it on first: scripts/maintenance.sh on'

work=$(mktemp -d "${TMPDIR:-/tmp}/tea-house-restore-XXXXXX")
trap 'rm -rf -- "$work"' EXIT
mapfile -t schemas <"$backup/schemas.txt"

# A section of the dump as SQL. Written to a file before anything is applied, so that a dump that
# cannot be decoded to its end is noticed while the database is still untouched.
section() {
  pg_restore --exit-on-error "$@" "$backup/full.dump"
}

{
  printf "set lock_timeout = '5s';\nset client_min_messages = warning;\n"
  cat -- "$backup/roles.sql"
  case $mode in
    full)
      for schema in "${schemas[@]}"; do printf 'drop schema if exists "%s" cascade;\n' "$schema"; done
      section -f -
      ;;
    schema)
      # The present schemas step aside, the old definitions come back, the present rows move in.
      sql -c "select format('lock table %s in access exclusive mode;', c.oid::regclass)
              from pg_class c join pg_namespace s on s.oid = c.relnamespace
              where c.relkind = 'r' and s.nspname !~ '^pg_'
                and s.nspname not in ('information_schema', 'temae') order by 1"
      for schema in "${schemas[@]}"; do
        printf 'alter schema "%s" rename to "%s_after";\n' "$schema" "$schema"
      done
      section --section=pre-data -f -
      cat -- "$backup/carry.sql"
      section --data-only -n supabase_migrations -f -
      section --section=post-data -f -
      for schema in "${schemas[@]}"; do printf 'drop schema "%s_after" cascade;\n' "$schema"; done
      ;;
    *) fail 'usage: restore.sh full|schema BACKUP' 64 ;;
  esac
  printf 'analyze;\n'
} >"$work/restore.sql"

if [[ $mode == schema ]]; then
  sql -f "$backup/rows.sql" | grep -v '^supabase_migrations\.' >"$work/rows.before"
fi
sql -1 -f "$work/restore.sql" >/dev/null

"$TEAHOUSE_ROOT/scripts/compare_catalog.sh" "$backup/catalog.txt"
if [[ $mode == full ]]; then
  "$TEAHOUSE_ROOT/scripts/compare_rows.sh" "$backup"
else
  sql -f "$backup/rows.sql" | grep -v '^supabase_migrations\.' >"$work/rows.after"
  diff -u -- "$work/rows.before" "$work/rows.after" || fail 'rows changed while they were moved'
  printf 'the rows are those of before the restore\n'
fi
