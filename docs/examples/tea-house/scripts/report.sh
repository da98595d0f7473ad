#!/usr/bin/env bash
# Writes the completion report from what can be asked now and what was captured before. It claims
# nothing: every line is a measurement, and the exit status says whether they are as expected.
#
#   report.sh BACKUP REPORT
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

[[ $# -eq 2 && -f $1/rows.txt ]] || fail 'usage: report.sh BACKUP REPORT' 64
backup=$1
report=$2
private_directory "$(dirname -- "$report")"
bad=0

# Runs a comparison, writes its outcome as a line of the table, remembers a difference.
finding() {
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    printf '| %s | as expected | %s |\n' "$what" "$(tail -n 1 <<<"$output")"
  else
    printf '| %s | **different** | %s |\n' "$what" "$(tail -n 1 <<<"$output")"
    bad=1
  fi
}

{
  printf '# Completion report of run %s\n\n' "${TEMAE_RUN:-by hand}"
  printf 'T was %s. Written from the state of database %s, server %s.\n\n' "${TEMAE_T0:-not set}" \
    "$(sql -c 'select current_database()')" "$(sql -c "select current_setting('server_version')")"
  printf '| migration | registered as |\n|---|---|\n'
  sql -F ' | ' -c 'select version, name from supabase_migrations.schema_migrations order by version' |
    sed 's/.*/| & |/'
  printf '\n| question | answer | detail |\n|---|---|---|\n'
  finding 'schema against expected/after.txt' \
    "$TEAHOUSE_ROOT/scripts/compare_catalog.sh" "$TEAHOUSE_ROOT/expected/after.txt"
  finding 'front door, /api/health' "$TEAHOUSE_ROOT/scripts/request.sh" front 200 /api/health
  finding 'traffic since maintenance' "$TEAHOUSE_ROOT/scripts/traffic.sh" 1 1 2000
  printf '\n| table or sequence | at the backup | now |\n|---|---:|---:|\n'
  now=$(sql -f "$backup/rows.sql")
  join -t '|' -j 1 -o 0,1.2,2.2 <(LC_ALL=C sort -t '|' -k 1,1 "$backup/rows.txt") \
    <(LC_ALL=C sort -t '|' -k 1,1 <<<"$now") | sed 's/|/ | /g; s/.*/| & |/'
  printf '\nBackup: %s, sha256 of its manifest %s.\n' "$(basename -- "$backup")" \
    "$(sha256sum <"$backup/SHA256SUMS" | cut -c 1-64)"
} >"$report.new"
mv -- "$report.new" "$report"
cat -- "$report"
[[ $bad -eq 0 ]] || fail "something is not as expected; see $report"
