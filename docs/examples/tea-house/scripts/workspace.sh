#!/usr/bin/env bash
# Makes the directory for artifacts, outside any git work tree and for its owner only, and prints it.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/settings.sh"
private_directory "$TEAHOUSE_WORK"
printf '%s\n' "$TEAHOUSE_WORK"
