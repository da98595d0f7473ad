#!/usr/bin/env bash
# Maintenance mode: while it is on the application answers its guests with 503, and the database
# itself refuses every write that comes through the application's roles.
#
#   maintenance.sh on|off [SINCE]    SINCE: since when, where it only goes back to what it was
#   maintenance.sh status    prints on or off; exits 0 when on, 1 when off, 2 when it cannot tell
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

case ${1:-} in
  on | off)
    sql -v wanted="$1" -v since="${2:-now}" -f - <<'SQL'
update app.settings set value = :'wanted', changed_at = :'since'
where key = 'maintenance' and value is distinct from :'wanted';
SQL
    now=$(sql -c 'select app.maintenance()')
    [[ $now == "$1" ]] || fail "maintenance is '$now' and not '$1'"
    printf 'maintenance is %s\n' "$now"
    ;;
  status)
    now=$(sql -c 'select app.maintenance()') || exit 2
    printf '%s\n' "$now"
    case $now in on) exit 0 ;; off) exit 1 ;; *) exit 2 ;; esac
    ;;
  *) fail 'usage: maintenance.sh on|off [SINCE] | status' 64 ;;
esac
