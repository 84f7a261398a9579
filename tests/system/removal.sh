#!/usr/bin/env bash
# Everything else stays green without a function of the office. usage: removal.sh FUNCTION...
# Works in a copy of the tree; TREE=folder works there. TARGETS=… builds and runs fewer tests.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ -z "${TREE:-}" ]; then
  TREE=$(mktemp -d)
  trap 'rm -rf "$TREE"' EXIT
  tar -c --exclude=./build --exclude=./web/node_modules --exclude=./.git . | tar -x -C "$TREE"
  mkdir -p "$TREE/build"
  cp -a build/sqlite "$TREE/build/"
fi
python3 "$TREE/tests/system/remove_function.py" "$TREE" "$@"
cd "$TREE"
cmake --preset release -DTC_BENCH=OFF >build/configure.log || { cat build/configure.log; exit 1; }
ninja -C build/release -j"${JOBS:-$(nproc)}" ${TARGETS:-tongchou tc_tests}
python3 tests/tidy/tidy.py
program=$(ls build/bin/tongchou)
"$program" check
failed=0
for test in build/bin/tc_*_test; do
  case $test in *conformance* | *cases*) continue ;; esac
  "$test" --gtest_brief=1 >build/test.log 2>&1 || { echo "FAILED $test"; tail -30 build/test.log; failed=1; }
done
tests/conformance/with_postgres.sh sh -c 'build/bin/tc_conformance_test --gtest_brief=1 && build/bin/tc_cases_test --gtest_brief=1' ||
  { echo "FAILED conformance or cases"; failed=1; }
TONGCHOU_PROGRAM=$PWD/$program tests/conformance/with_postgres.sh python3 tests/system/trust.py anchors backup jobs || failed=1
[ $failed = 0 ] && echo "green without $*"
exit $failed
