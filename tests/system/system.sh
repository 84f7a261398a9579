#!/usr/bin/env bash
# The real program on its command line and over HTTP: what a script may rely on (contract). Prints what fails.
set -uo pipefail
cd "$(dirname "$0")/../.."
program=$PWD/build/bin/tongchou
folder=$(mktemp -d)
failed=0
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
expect() { if [ "$2" != "$3" ]; then echo "FAILED $1: expected $2, got $3"; failed=1; fi; }

expect "check" "0 0" "$("$program" check >"$folder/check"; echo "$? $(grep -c ^unused: "$folder/check")")"
"$program" explain risk.close | grep -q risk.close_needs_outcome; expect "explain names the rule" 0 $?
"$program" explain connection.slip | grep -q procurement.follow_plan; expect "explain names the way of a slip" 0 $?
tools/coverage.py --check "$program" >&2; expect "what each function carries is up to date" 0 $?
tools/guide.py --check "$program" >&2; expect "the guide tells what is declared" 0 $?
"$program" nonsense >/dev/null 2>&1; expect "unknown command" 2 $?
for command in serve doctor migrate "audit verify"; do
  (cd "$folder" && "$program" $command --data postgresql://localhost/tongchou 2>"$folder/said"); expect "an address as folder of $command" 2 $?
  expect "$command names the option that is meant" 1 "$(grep -c -- '用 --database' "$folder/said")"
done
expect "no folder named as an address" 1 "$(test -e "$folder/postgresql:"; echo $?)"
printf 'not a plan' >"$folder/bad"; "$program" plan schedule "$folder/bad" 2>/dev/null; expect "a file that is no plan" 1 $?
"$program" plan schedule "$folder/absent" 2>/dev/null; expect "an absent file" 3 $?
"$program" plan schedule tests/data/interchange/bridge.xer --json | grep -q '"projects"'; expect "plan schedule" 0 $?
"$program" plan convert tests/data/interchange/bridge.xer "$folder/out.xml" >/dev/null; expect "plan convert" 0 $?
"$program" plan schedule "$folder/out.xml" >/dev/null; expect "the converted file" 0 $?

"$program" serve --demo --data "$folder/data" --listen 127.0.0.1:8096 >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 100); do curl -sf 127.0.0.1:8096/readyz >/dev/null && break; sleep 0.1; done
base=http://127.0.0.1:8096/api/v1
status() { curl -s -o "$folder/body" -w '%{http_code}' "$@"; }
"$program" serve --data "$folder/data" --listen 127.0.0.1:8095 2>/dev/null; expect "a directory in use" 3 $?
"$program" serve --data "$folder/other" --listen 127.0.0.1:8096 2>/dev/null; expect "a port in use" 3 $?
expect "without signing in" 401 "$(status $base/risks)"
token=$(tests/system/token.sh 8096)
auth="Authorization: Bearer $token"
expect "list" 200 "$(status -H "$auth" $base/projects)"
id=$(grep -oE '"id":"[0-9A-Z]{13}"' "$folder/body" | head -1 | cut -d'"' -f4)
expect "detail" 200 "$(status -H "$auth" $base/projects/$id)"
expect "unknown record" 404 "$(status -H "$auth" $base/nothings)"
expect "a page whose address holds a dot" 200 "$(status -H 'Accept: text/html' ${base%/api/v1}/reports/risk.matrix)"
expect "a file that is not there" 404 "$(status ${base%/api/v1}/assets/none.js)"
expect "invisible id" 404 "$(status -H "$auth" $base/projects/0000000000001)"
expect "change without version" 428 "$(status -X PATCH -H "$auth" $base/projects/$id -d '{"goal":"x"}')"
expect "change" 200 "$(status -X PATCH -H "$auth" -H 'If-Match: "4"' $base/projects/$id -d '{"goal":"x"}')"
expect "another field, old version" 200 "$(status -X PATCH -H "$auth" -H 'If-Match: "4"' $base/projects/$id -d '{"start":"2026-01-05"}')"
expect "same field, old version" 412 "$(status -X PATCH -H "$auth" -H 'If-Match: "4"' $base/projects/$id -d '{"goal":"y"}')"
expect "unknown field" 400 "$(status -X PATCH -H "$auth" -H 'If-Match: "6"' $base/projects/$id -d '{"nothing":1}')"
expect "filter with an error" 400 "$(status -H "$auth" "$base/risks?filter=score+%3E")"
expect "bad JSON" 400 "$(status -X POST -H "$auth" $base/risks -d '{"a":1,"a":2}')"
expect "all errors at once" 422 "$(status -X POST -H "$auth" $base/projects -d '{}')"
expect "two errors" 2 "$(grep -o '"pointer"' "$folder/body" | wc -l)"
expect "hostile file" 400 "$(status -X POST -H "$auth" "$base/projects/$id/plan/import?name=x" --data-binary '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Project xmlns="http://schemas.microsoft.com/project">&b;</Project>')"
expect "a formula to be neutralised" 201 "$(status -H "$auth" $base/risks -d "{\"title\":\"=1+1\",\"project\":\"$id\"}")"
expect "CSV" 200 "$(status -H "$auth" "$base/risks?format=csv")"
expect "no formula in CSV" 1 "$(grep -c "'=1+1" "$folder/body")"
expect "comment" 201 "$(status -H "$auth" $base/comments -d "{\"record\":\"project\",\"record_id\":\"$id\",\"body\":\"hello\"}")"
comment=$(grep -oE '"id":"[0-9A-Z]{13}"' "$folder/body" | head -1 | cut -d'"' -f4)
expect "a comment stays where it hangs" 422 "$(status -X PATCH -H "$auth" -H 'If-Match: "1"' $base/comments/$comment -d '{"record":"risk"}')"
total() { curl -s -H "$auth" "$base/risks?limit=1" | grep -oE '"total":[0-9]+' | cut -d: -f2; }
before=$(total)
status -H "$auth" $base/risks -d "{\"title\":\"one more\",\"project\":\"$id\"}" >/dev/null
expect "the total grows with a new record" $((before + 1)) "$(total)"
risk=$(grep -oE '"id":"[0-9A-Z]{13}"' "$folder/body" | head -1 | cut -d'"' -f4)
sleep 1
expect "delete" 200 "$(status -X DELETE -H "$auth" -H 'If-Match: "1"' $base/risks/$risk)"
expect "and shrinks with a deleted one" "$before" "$(total)"
member=$(tests/system/token.sh 8096 member)
expect "a member may not delete" 403 "$(status -X DELETE -H "Authorization: Bearer $member" -H 'If-Match: "6"' $base/projects/$id)"
expect "a member may not export" 403 "$(status -H "Authorization: Bearer $member" "$base/risks?format=csv")"
expect "XLSX" 200 "$(status -H "$auth" -H 'Accept: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' $base/risks)"
cp "$folder/body" "$folder/risks.xlsx"
expect "it comes in again" 200 "$(status -H "$auth" "$base/risks/import" --data-binary "@$folder/risks.xlsx")"
expect "as nothing to do" 1 "$(grep -c '"created":0,"changed":0' "$folder/body")"
expect "an import with an error" 422 "$(status -H "$auth" "$base/risks/import" --data-binary $'title,project\nx,nowhere\n')"
expect "is told by its row" 1 "$(grep -c '"row":2,"column":"B"' "$folder/body")"
expect "a bomb" 400 "$(status -H "$auth" "$base/risks/import" --data-binary 'PK not a workbook at all')"
expect "PDF" 200 "$(status -H "$auth" "$base/reports/risk.matrix?format=pdf")"
expect "an unknown format" 400 "$(status -H "$auth" "$base/risks?format=doc")"
expect "one page for the executive" 200 "$(status -H "$auth" $base/one-pager)"
expect "it is a PDF" "%PDF" "$(head -c 4 "$folder/body")"
expect "the portfolio as slides" 200 "$(status -H "$auth" "$base/one-pager?format=pptx")"
expect "it is a package" "PK" "$(head -c 2 "$folder/body")"
expect "hidden fields cannot be asked for" 400 "$(status -H "Authorization: Bearer $member" "$base/persons?fields=cost_rate")"
expect "cost rates are hidden" 400 "$(status -H "Authorization: Bearer $member" "$base/persons?sort=cost_rate")"
kill $server; wait $server; expect "stops on SIGTERM" 0 $?
"$program" doctor --data "$folder/data" >/dev/null; expect "doctor" 0 $?
"$program" audit verify --data "$folder/data" >/dev/null; expect "audit verify" 0 $?
"$program" backup create "$folder/backup" --data "$folder/data" >/dev/null; expect "backup" 0 $?
"$program" restore "$folder/backup" --data "$folder/data" >/dev/null 2>&1; expect "restore over data" 3 $?
"$program" restore "$folder/backup" --data "$folder/restored" >/dev/null; expect "restore" 0 $?
"$program" doctor --data "$folder/restored" >/dev/null; expect "doctor of the restored" 0 $?
printf x | dd of="$folder/backup/tongchou.db" bs=1 seek=5000 conv=notrunc 2>/dev/null
"$program" backup verify "$folder/backup" >/dev/null; expect "a damaged backup is found" 1 $?
exit $failed
