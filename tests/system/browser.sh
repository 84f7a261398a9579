#!/usr/bin/env bash
# The journeys in a real browser against the real program with the demo enterprise, then stops it.
# TONGCHOU_PROGRAM=build/bin/tongchou and PORT=8098 change what is tested and where.
set -uo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
. tools/node.sh
folder=$(mktemp -d)
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
address=127.0.0.1:${PORT:-8098}
"${TONGCHOU_PROGRAM:-build/bin/tongchou}" serve --demo --data "$folder" --listen "$address" >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 100); do curl -sf "$address/readyz" >/dev/null && break; sleep 0.2; done
export TONGCHOU_URL=http://$address TONGCHOU_PM=pm TONGCHOU_DIRECTOR=pmo TONGCHOU_PASSWORD=demo-pass
mkdir -p build/test-logs
log=$PWD/build/test-logs/browser${PORT:+-$PORT}.log code=0
: >"$log"
cd web
run() { npx playwright test --reporter=list --output="../build/test-logs/browser${PORT:+-$PORT}" "$@" >>"$log" 2>&1 || code=1; }
if [ $# -gt 0 ]; then
  run --workers=1 "$@"
else
  # What measures, and what ends the sessions of others, has the machine for itself; the rest goes two at a time.
  beside='accessibility|functions|loops'
  run --workers=1 $(cd tests && ls ./*.spec.ts | grep -vE "$beside" | sed 's|^\./|tests/|')
  run --workers=2 $(cd tests && ls ./*.spec.ts | grep -E "$beside" | sed 's|^\./|tests/|')
fi
exit $code
