#!/usr/bin/env bash
# Asks the application one question and compares the status of its answer; never waits longer than
# five seconds. The answer goes to standard output.
#
#   request.sh front|mizuya STATUS PATH [SESSION]   a GET
#   request.sh front|mizuya STATUS 'POST PATH' [SESSION]
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"

[[ $# -ge 3 ]] || fail 'usage: request.sh front|mizuya STATUS PATH [SESSION]' 64
door=$1
wanted=$2
place=$3
session=${4:-}
method=GET
case $place in 'POST '*) method=POST place=${place#POST } ;; esac
arguments=(--silent --show-error --max-time 5 --request "$method" --write-out '%{http_code}')
if [[ -n $session ]]; then arguments+=(--header "Authorization: Bearer $session"); fi
case $door in
  front) base=$("$TEAHOUSE_ROOT/scripts/application.sh" url) ;;
  mizuya)
    base=http://tea-house
    arguments+=(--unix-socket "$("$TEAHOUSE_ROOT/scripts/application.sh" mizuya)")
    ;;
  *) fail 'the doors are front and mizuya' 64 ;;
esac
answer=$(curl "${arguments[@]}" "$base$place") || fail "$door $place: no answer within 5 s"
status=${answer: -3}
printf '%s' "${answer%???}"
[[ $status == "$wanted" ]] || fail "$door $method $place answered $status, expected $wanted"
