#!/usr/bin/env bash
# Compares the rows of the database that the PG* variables name with those that a backup captured,
# in the columns that existed then; exits 1 when they differ and shows how.
#
#   compare_rows.sh BACKUP [SCHEMA…]   without the tables of the schemas that are named
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

[[ $# -ge 1 && -f $1/rows.sql ]] || fail 'usage: compare_rows.sh BACKUP [SCHEMA...]' 64
backup=$1
shift
found=$(sql -c 'begin transaction isolation level repeatable read read only' \
  -f "$backup/rows.sql" -c commit) || fail 'the rows could not be asked' 2
expected=$(<"$backup/rows.txt")
for schema in "$@"; do
  found=$(grep -v "^$schema\\." <<<"$found")
  expected=$(grep -v "^$schema\\." <<<"$expected")
done
if ! diff -u --label backup --label found <(printf '%s\n' "$expected") <(printf '%s\n' "$found"); then
  fail "the rows are not those of $backup"
fi
printf 'the rows equal those of the backup: %s tables and sequences\n' "$(wc -l <<<"$found")"
