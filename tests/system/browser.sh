#!/usr/bin/env bash
# The journeys in a real browser against the real program with the demo enterprise, then stops it.
set -uo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
build/bin/tongchou serve --demo --data "$folder" --listen 127.0.0.1:8098 >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 100); do curl -sf 127.0.0.1:8098/readyz >/dev/null && break; sleep 0.2; done
export TONGCHOU_URL=http://127.0.0.1:8098 TONGCHOU_PM=pm TONGCHOU_DIRECTOR=pmo TONGCHOU_PASSWORD=demo-pass
mkdir -p build/test-logs
cd web
npx playwright test --reporter=list --workers=1 "$@" >../build/test-logs/browser.log 2>&1
