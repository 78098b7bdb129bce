#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A HAR file by hand: what `show` and `inventory` say about values that come in numbers and about noise; what is said
# about a file that is damaged.
. "$(dirname "$0")/setup.bash"
export PLAINSIGHT_DB=$work/t.db

# entry METHOD URL [HEADER]: one entry, answered with an object.
entry() {
    printf '{"startedDateTime":"2024-01-01T00:00:00.000Z","time":1,"request":{"method":"%s","url":"%s",' "$1" "$2"
    printf '"httpVersion":"HTTP/1.1","headers":[%s]},"response":{"status":200,"headers":[],' "${3:-}"
    printf '"content":{"mimeType":"application/json","text":"{\\"id\\":1}"}}}'
}

preflight='{"name":"Origin","value":"https://b"},{"name":"Access-Control-Request-Method","value":"GET"}'
{
    printf '{"log":{"version":"1.2","entries":['
    for n in 11 12 13 14 15 16; do
        entry GET "https://a.example/users/$n?ids=1,2,$n&tag=x$n&tag=y"
        printf ,
        entry OPTIONS "https://a.example/users/$n" "$preflight"
        printf ,
    done
    entry GET https://a.example/users/17?ids=3,4
    printf ']}}'
} >"$work/good.har"
code "a HAR file" 0 "$PLAINSIGHT" observe "$work/good.har"
code "show" 0 "$PLAINSIGHT" show GET /users/11
has "values with commas" "$(grep ' ids ' "$work/out")" "several, with commas"
has "a name that comes twice" "$(grep ' tag ' "$work/out")" "may be repeated"
is "names of documents" "$("$PLAINSIGHT" openapi -o "$work/docs//")" "$work/docs/a.example.yaml"
is "noise that looks alike is shown once" "$("$PLAINSIGHT" inventory --noise | grep -o 'OPTIONS' | wc -l)" 1

head -c 1500 "$work/good.har" >"$work/cut.har"
code "a HAR file cut off" 1 "$PLAINSIGHT" observe --db "$work/cut.db" "$work/cut.har"
has "where" "$(cat "$work/err")" "at byte 1500 (line 1)"
has "what to do" "$(cat "$work/err")" "write the HAR again"
has "what was read is kept" "$("$PLAINSIGHT" inventory --db "$work/cut.db")" "GET"
gzip -c "$work/good.har" | head -c 250 >"$work/cut.har.gz"
code "a gzip file cut off" 1 "$PLAINSIGHT" observe --db "$work/gz.db" "$work/cut.har.gz"
has "where" "$(cat "$work/err")" "at byte 250"
has "what to do" "$(cat "$work/err")" "copy or compress the file again"
finish
