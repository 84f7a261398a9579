#!/usr/bin/env bash
# Signs in as the demo's director and prints an API token. usage: token.sh PORT [LOGIN]
set -euo pipefail
jar=$(mktemp)
trap 'rm -f "$jar"' EXIT
base=http://127.0.0.1:$1/api/v1
csrf=$(curl -sf -c "$jar" "$base/session" -d "{\"user\":\"${2:-pmo}\",\"password\":\"demo-pass\"}" | grep -oE '"csrf":"[0-9a-f]+"' | cut -d'"' -f4)
curl -sf -b "$jar" -H "X-CSRF-Token: $csrf" "$base/tokens" -d '{"name":"test","days":1}' | grep -oE 'tc_[0-9a-f]+'
