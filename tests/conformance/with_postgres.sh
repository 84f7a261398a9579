#!/bin/sh
# with_postgres.sh COMMAND… runs the command with TC_POSTGRES_URL naming a private PostgreSQL in a
# temporary folder, on a socket there and no port of the network; it is removed afterwards.
# TC_POSTGRES_FSYNC=on for figures.
set -eu
[ $# -gt 0 ] || { echo "usage: with_postgres.sh COMMAND…" >&2; exit 2; }
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || { echo "PostgreSQL is not installed" >&2; exit 3; }
folder=$(mktemp -d /tmp/tongchou-postgres.XXXXXX)
as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd "$folder" && runuser -u postgres -- "$@"); else "$@"; fi
}
stop() {
  as_owner "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM
chmod 755 "$folder"
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
as_owner "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
  --no-sync >"$folder.log" 2>&1 || { cat "$folder.log" >&2; rm -f "$folder.log"; exit 3; }
rm -f "$folder.log"
as_owner "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" \
  -o "-c listen_addresses= -c unix_socket_directories=$folder -c fsync=${TC_POSTGRES_FSYNC:-off}" start >/dev/null ||
  { cat "$folder/server.log" >&2; exit 3; }
TC_POSTGRES_URL="postgresql:///postgres?host=$folder&user=postgres"
export TC_POSTGRES_URL
"$@"
