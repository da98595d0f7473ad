#!/usr/bin/env bash
# Makes the tea house's "production": platform, ten historical migrations, generated rows.
#
#   setup.sh [DATABASE]     default: tea_house, on the server that PGHOST etc. name
#   setup.sh --baseline DB  an empty database with the platform and the baseline only; the source of
#                           expected/after.txt
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

baseline=false
if [[ ${1:-} == --baseline ]]; then
  baseline=true
  shift
fi
database=${1:-tea_house}

# Applies one migration file and registers it, both or neither.
apply() {
  local file=$1 version name
  version=$(basename -- "$file" .sql)
  name=${version#*_}
  version=${version%%_*}
  sql -1 -v version="$version" -v name="$name" -v text="$(<"$file")" -f "$file" -f - <<'SQL'
insert into supabase_migrations.schema_migrations (version, statements, name)
values (:'version', array[:'text'], :'name');
SQL
}

export PGOPTIONS="${PGOPTIONS:-} -c client_min_messages=warning"
sql -d postgres -v database="$database" -f - <<'SQL'
create database :"database" template template0 encoding 'UTF8';
SQL
export PGDATABASE=$database
sql -1 -f "$TEAHOUSE_ROOT/platform/platform.sql"

if $baseline; then
  for file in "$TEAHOUSE_ROOT"/migrations/[0-9]*_consolidated_baseline.sql; do apply "$file"; done
else
  for file in "$TEAHOUSE_ROOT"/migrations/history/[0-9]*.sql; do apply "$file"; done
  sql -1 -f "$TEAHOUSE_ROOT/data/generate.sql" >/dev/null
fi
