#!/usr/bin/env bash
# Compares the rows of the database that the PG* variables name with those that a backup captured,
# in the columns that existed then; exits 1 when they differ and shows how.
#
#   compare_rows.sh BACKUP [NAME…]   without what is named: schemas, SCHEMA.TABLE, SCHEMA.SEQUENCE
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

[[ $# -ge 1 && -f $1/rows.sql ]] || fail 'usage: compare_rows.sh BACKUP [NAME...]' 64
backup=$1
shift
found=$(sql -c 'begin transaction isolation level repeatable read read only' \
  -f "$backup/rows.sql" -c commit) || fail 'the rows could not be asked' 2
expected=$(<"$backup/rows.txt")
# The lines that do not begin with the name, followed by a dot or the end of the column.
without() {
  awk -v name="$1" 'index($0, name ".") != 1 && index($0, name "|") != 1'
}
for name in "$@"; do
  found=$(without "$name" <<<"$found")
  expected=$(without "$name" <<<"$expected")
done
if ! diff -u --label backup --label found <(printf '%s\n' "$expected") <(printf '%s\n' "$found"); then
  fail "the rows are not those of $backup"
fi
printf 'the rows equal those of the backup: %s tables and sequences\n' "$(wc -l <<<"$found")"
