#!/bin/sh
# Builds the web interface into web/dist.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
web="$root/web"
. "$root/tools/node.sh"

cd "$web"
# What the result depends on; a second run without a change ends at once.
stamp=$(find src public ../docs/guide index.html package.json package-lock.json vite.config.ts tsconfig.json -type f -exec sha256sum {} + | sort | sha256sum | cut -d' ' -f1)
if [ -f dist/index.html ] && [ "$(cat node_modules/.built 2>/dev/null || true)" = "$stamp" ]; then
  echo "web-build: web/dist is up to date"
  exit 0
fi
lock=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ "$(cat node_modules/.stamp 2>/dev/null || true)" != "$lock" ]; then
  npm ci --no-audit --no-fund >&2
  echo "$lock" > node_modules/.stamp
fi
npm run build >&2
echo "$stamp" > node_modules/.built
echo "web-build: web/dist is built"
