#!/usr/bin/env bash
# Whether this machine has what the runbook calls: programs, the tool for throwaway servers, a
# client that is not older than the server, and room for three copies of the database.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

for program in psql pg_dump pg_restore curl perl sha256sum awk diff; do
  command -v "$program" >/dev/null || fail "$program is not on PATH"
done
[[ -x $TEAHOUSE_POSTGRES_TOOL ]] ||
  fail "$TEAHOUSE_POSTGRES_TOOL cannot be run; TEAHOUSE_POSTGRES_TOOL names the tool for throwaway servers"

server=$(sql -c "select current_setting('server_version_num')::integer / 10000")
client=$(pg_dump --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
[[ $client -ge $server ]] || fail "pg_dump $client is older than the server, $server"

needed=$(sql -c 'select pg_database_size(current_database()) * 3 / 1024')
free=$(df -k --output=avail "$TEAHOUSE_WORK" | tail -n 1)
[[ $free -ge $needed ]] || fail "$TEAHOUSE_WORK has $free kB left, $needed kB are needed"
printf 'server %s, client %s, %s kB free of %s kB needed\n' "$server" "$client" "${free// /}" "$needed"
