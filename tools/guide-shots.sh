#!/usr/bin/env bash
# Takes the pictures of docs/guide anew, in both languages. usage: tools/guide-shots.sh [name…]
# TONGCHOU_PROGRAM=build/bin/tongchou and PORT=8094 change what is shown and where.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
address=127.0.0.1:${PORT:-8094}
for language in zh en; do
  "${TONGCHOU_PROGRAM:-build/bin/tongchou}" serve --demo --demo-language $language --data "$folder/$language" --listen "$address" >"$folder/log" 2>&1 &
  server=$!
  for _ in $(seq 200); do curl -sf "$address/readyz" >/dev/null && break; sleep 0.2; done
  (cd web && TONGCHOU_URL=http://$address node tests/guide/shots.mjs $language "$@")
  kill $server
  wait $server || true
done
