#!/usr/bin/env bash
# What the application's own log says: requests, server errors, and how long the slowest twentieth
# took. Exits 1 beyond the limits. Answers 503 in maintenance are no errors.
#
#   traffic.sh MINIMUM MAXIMUM_ERRORS_PERCENT MAXIMUM_P95_MILLISECONDS
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

[[ $# -eq 3 ]] || fail 'usage: traffic.sh MINIMUM MAXIMUM_ERRORS_PERCENT MAXIMUM_P95_MILLISECONDS' 64
# Of the log only what came since the last answer in maintenance.
LC_ALL=C awk -v minimum="$1" -v errors="$2" -v p95="$3" '
  $5 == 503 { n = bad = 0; next }
  { n++; if ($5 >= 500) bad++; took[n] = $6 }
  END {
    for (i = 2; i <= n; i++) { v = took[i]; for (j = i - 1; j > 0 && took[j] > v; j--) took[j + 1] = took[j]; took[j + 1] = v }
    rank = int(n * 0.95 + 0.999); slow = n ? took[rank] : 0; rate = n ? 100 * bad / n : 0
    printf "%d requests since maintenance, %.1f %% errors, p95 %d ms\n", n, rate, slow
    if (n < minimum) { print "fewer requests than " minimum; failed = 1 }
    if (rate > errors) { print "more errors than " errors " %"; failed = 1 }
    if (slow > p95) { print "slower than " p95 " ms"; failed = 1 }
    exit failed
  }' "$TEAHOUSE_WORK/application/access.log"
