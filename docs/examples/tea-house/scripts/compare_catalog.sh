#!/usr/bin/env bash
# Compares the schema of the database that the PG* variables name with a text; exits 1 when they
# differ and shows how.
#
#   compare_catalog.sh EXPECTED
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

[[ $# -eq 1 && -f $1 ]] || fail 'usage: compare_catalog.sh EXPECTED' 64
# Into a variable first: the status of a process substitution would be lost.
found=$(sql -f "$TEAHOUSE_ROOT/expected/catalog.sql") || fail 'the catalog could not be asked' 2
if ! diff -u --label expected --label found -- "$1" - <<<"$found"; then
  fail "the schema is not the one in $1"
fi
printf 'the schema equals %s: %s lines\n' "$(basename -- "$1")" "$(wc -l <"$1")"
