#!/usr/bin/env bash
# Starts and stops the application on the database that the PG* variables name; it logs in as
# `authenticator` (or TEAHOUSE_APPLICATION_USER).
#
#   application.sh start | stop
#   application.sh url       the address of the front door
#   application.sh mizuya    the unix socket of the preparation room
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"
files=$TEAHOUSE_WORK/application

running() {
  [[ -f $files/pid ]] && kill -0 "$(<"$files/pid")" 2>/dev/null
}

case ${1:-} in
  start)
    if running; then exit 0; fi
    private_directory "$files"
    rm -f -- "$files/url"
    # The path of a unix socket may not exceed 107 bytes; TEAHOUSE_WORK may.
    socket=$(mktemp -d /tmp/tea-house-XXXXXX)/mizuya
    printf '%s\n' "$socket" >"$files/mizuya"
    PGUSER=${TEAHOUSE_APPLICATION_USER:-authenticator} PGOPTIONS='-c statement_timeout=5s' \
      setsid perl "$TEAHOUSE_ROOT/application/serve.pl" "$files" "$socket" \
      </dev/null >"$files/output.log" 2>&1 3>&- &
    printf '%s\n' "$!" >"$files/pid"
    for _ in {1..100}; do
      if [[ -f $files/url ]]; then exit 0; fi
      running || { cat -- "$files/output.log" >&2; fail 'the application did not start'; }
      sleep 0.05
    done
    fail 'the application opened no door within 5 s'
    ;;
  stop)
    if running; then
      kill "$(<"$files/pid")"
    fi
    if [[ -f $files/mizuya ]]; then
      socket=$(<"$files/mizuya")
      case $socket in /tmp/tea-house-*/mizuya) rm -rf -- "${socket%/mizuya}" ;; esac
    fi
    rm -f -- "$files/pid" "$files/url" "$files/mizuya"
    ;;
  url | mizuya)
    [[ -f $files/$1 ]] || fail 'the application is not running; start it: scripts/application.sh start'
    cat -- "$files/$1"
    ;;
  *) fail 'usage: application.sh start|stop|url|mizuya' 64 ;;
esac
