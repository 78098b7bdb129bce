#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Nothing an API sends can move the cursor, forge a line, break a table or become a formula.
. "$(dirname "$0")/setup.bash"
export PLAINSIGHT_DB=$work/t.db

evil='\u001b[2J\u001b]0;pwned\u0007\r\n\u202efake\u009b31m'
for i in 1 2 3 4 5 6; do
    for path in "/a/$i" "/=cmd|calc/$i" "/$evil/x" "/+1/$evil$i" "/-2" "/@sum"; do
        printf '{"ts":170000000%d.5,"dur":0.01,"conn":%d,"client":"203.0.113.7:5101%d","server":"192.0.2.5:80",' $i $i $i
        printf '"req":{"method":"GET","target":"%s?q%s=%s&=SUM(A1)=1","version":"1.1","headers":' "$path" "$evil" "$evil"
        printf '[["Host","api.example"],["X-Api-Key","%s"],["X-%s","%s"]],"body":null},' "$evil" "$evil" "$evil"
        printf '"resp":{"status":200,"headers":[["Content-Type","application/json"],["X-%s","%s"]],' "$evil" "$evil"
        printf '"body":"{\\"%s\\":\\"%s\\",\\"=1+1\\":\\"@x\\"}"}}\n' "${evil//\\/\\\\}" "${evil//\\/\\\\}"
    done
    printf '{"ts":170000000%d.9,"dur":0.01,"conn":9%d,"client":"203.0.113.7:5201%d","server":"192.0.2.5:80",' $i $i $i
    printf '"req":{"method":"EVIL%s","target":"/","version":"1.1","headers":[["Host","%s.example"]],"body":null},' "$evil" "$evil"
    printf '"resp":{"status":200,"headers":[],"body":null}}\n'
done >"$work/evil.ndjson"
"$PLAINSIGHT" observe "$work/evil.ndjson" >"$work/observed" 2>&1
has "it is observed" "$(cat "$work/observed")" "exchanges read in"

# clean NAME COMMAND...: no control character but line feeds, no bidi override in what it prints.
clean() {
    local name=$1
    shift
    "$@" >"$work/out" 2>&1
    is "$name prints no control character" "$(LC_ALL=C tr -d '\n' <"$work/out" | LC_ALL=C grep -cP '[\x00-\x1f\x7f]')" 0
    is "$name prints no bidi override" "$(grep -cP '[\x{202a}-\x{202e}\x{0080}-\x{009f}]' "$work/out")" 0
}

clean observe cat "$work/observed"
clean inventory "$PLAINSIGHT" inventory --noise --blind-spots
clean "inventory on a narrow terminal" env COLUMNS=40 "$PLAINSIGHT" inventory
clean "inventory on a wide terminal" env COLUMNS=300 "$PLAINSIGHT" inventory
clean "inventory --json" "$PLAINSIGHT" inventory --json
clean ledger "$PLAINSIGHT" ledger
"$PLAINSIGHT" openapi -o "$work/docs/" >"$work/files"
clean "the names of the documents" cat "$work/files"
for file in "$work"/docs/*; do
    clean "a document" cat "$file"
done
clean "the error about a service" "$PLAINSIGHT" inventory -s $'\e[31mx'
clean "the error about a file" "$PLAINSIGHT" observe $'\e[31mx'

"$PLAINSIGHT" inventory --csv | tr -d '\r' >"$work/csv"
is "CSV: no field starts a formula" "$(tail -n +2 "$work/csv" | grep -cP '(^|,)"?[=+@\t-]')" 0
if command -v jq >/dev/null; then
    "$PLAINSIGHT" inventory --json >"$work/json"
    while IFS=$'\t' read -r service method path; do
        clean "show" "$PLAINSIGHT" show "$method" "$path" -s "$service"
        clean "show --json" "$PLAINSIGHT" show --json "$method" "$path" -s "$service"
        clean "why" "$PLAINSIGHT" why "$method" "$path" -s "$service"
    done < <(jq -r '.services[] | .service as $s | .endpoints[] | [$s, .method, .path] | @tsv' "$work/json")
    code "show --json is JSON" 0 jq -e . <("$PLAINSIGHT" show GET /a/1 --json)
fi
finish
