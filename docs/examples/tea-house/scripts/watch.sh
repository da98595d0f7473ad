#!/usr/bin/env bash
# Looks at the database every second until it is ended: who waits for whom, what runs for long, how
# many deadlocks and rolled back transactions there were. Prints a line only when something changed.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"
trap 'exit 0' INT TERM

before=
while true; do
  now=$(sql -c "
    select format('%s waiting for locks, %s in a transaction for more than 5 s, %s deadlocks, %s invalid indexes',
      (select count(*) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'),
      (select count(*) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()
         and xact_start < clock_timestamp() - interval '5 s'),
      (select deadlocks from pg_stat_database where datname = current_database()),
      (select count(*) from pg_index where not indisvalid))")
  if [[ $now != "$before" ]]; then printf '%s\n' "$now"; fi
  before=$now
  sleep 1 &
  wait "$!"
done
