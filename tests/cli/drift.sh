#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Documents held against what was seen: the report in its five forms, what fails, what is remembered, what is accepted.
. "$(dirname "$0")/setup.bash"
command -v jq >/dev/null || skip "jq is not installed"
command -v python3 >/dev/null || skip "python3 is not installed"
export PLAINSIGHT_DB=$work/t.db
mkdir "$work/shop" "$work/shop/docs"

# exchange SECOND METHOD TARGET STATUS KEY REQUEST RESPONSE: one line; REQUEST and RESPONSE are JSON text or empty.
exchange() {
    local headers='["Host","shop.example"]' request=null response=null
    [ -z "$5" ] || headers="$headers,[\"X-Api-Key\",\"$5\"]"
    [ -z "$6" ] || { headers="$headers,[\"Content-Type\",\"application/json\"]"; request=$(jq -n --arg t "$6" '$t'); }
    [ -z "$7" ] || response=$(jq -n --arg t "$7" '$t')
    printf '{"ts":%d.5,"dur":0.01,"conn":%d,"client":"203.0.113.7:%d","server":"10.0.0.5:8443",' "$((1789000000 + $1))" "$1" "$((20000 + $1))"
    printf '"req":{"method":"%s","target":"%s","version":"1.1","headers":[%s],"body":%s},' "$2" "$3" "$headers" "$request"
    printf '"resp":{"status":%d,"headers":[["Content-Type","application/json"]],"body":%s}}\n' "$4" "$response"
}

one=k1-0123456789abcdef0123456789abcdef two=k2-fedcba9876543210fedcba9876543210
for i in {1..40}; do
    key=$one
    [ $((i % 3)) != 0 ] || key=$two
    exchange $((i * 60)) GET "/v1/users/$((100 + i))" 200 $key '' "{\"id\":$i,\"name\":\"Ada\",\"age\":\"36\",\"debug\":{\"host\":\"n$i\"}}"
    exchange $((i * 60 + 1)) GET "/v1/users?limit=10&offset=$i" 200 $key '' "[{\"id\":$i,\"name\":\"Ada\"}]"
    exchange $((i * 60 + 2)) POST /v1/orders 201 '' '{"sku":"a1","count":2,"role":"admin"}' '{"id":7}'
    exchange $((i * 60 + 3)) GET /v1/old 200 $key '' '{"ok":true}'
    [ $i -gt 4 ] || exchange $((i * 60 + 4)) DELETE "/v1/users/$((100 + i))" 204 $key '' ''
    [ $i -gt 2 ] || exchange $((i * 60 + 5)) GET "/v1/users/$((500 + i))" 500 $key '' '{"error":"x"}'
done >"$work/shop.ndjson"

cat >"$work/shop/openapi.yaml" <<'END'
openapi: 3.0.3
info: {title: "Shop: käse", version: "1"}
servers:
  - url: https://shop.example/v1
paths:
  /users/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
    get:
      responses:
        "200":
          description: a user
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: {type: integer}
                  name: {type: string}
                  age: {type: integer}
                  nickname: {type: string}
  /users:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
      responses:
        "200":
          description: users
          content: {application/json: {schema: {type: array, items: {type: object, properties: {id: {type: integer}, name: {type: string}}}}}}
  /orders:
    post:
      security: [{key: []}]
      requestBody:
        content: {application/json: {schema: {type: object, properties: {sku: {type: string}, count: {type: integer}}}}}
      responses: {"201": {description: made, content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}}
  /old:
    get:
      deprecated: true
      responses: {"200": {description: old, content: {application/json: {schema: {type: object, properties: {ok: {type: boolean}}}}}}}
  /never:
    get:
      responses: {"200": {description: never seen}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Api-Key}
END
"$PLAINSIGHT" observe "$work/shop.ndjson" >"$work/observed" 2>&1 || cat "$work/observed"
cd "$work/shop" || exit 1

# kept FILE: as it is kept; pseudonyms and the day of the first look differ from database to database.
kept() {
    (cd "$here" && sed -E 's/caller [0-9a-f]{8}/caller 00000000/g; s/"opened": "[^"]*"/"opened": "NOW"/; s/; [0-9]+ new//' | matches "$1" "$2")
}

# true_of NAME FILTER FILE: jq says so.
true_of() {
    is "$1" "$(jq -r "$2" "$3" 2>&1)" true
}

# ---- five forms

for form in table json sarif junit markdown; do
    code "$form" 1 "$PLAINSIGHT" drift --spec openapi.yaml -f $form
    is "$form complains of nothing" "$(cat "$work/err")" ""
    cp "$work/out" "$work/report.$form"
    kept "$form is as it was" drift/report.$form <"$work/report.$form"
    is "$form is the same every time" "$("$PLAINSIGHT" drift --spec openapi.yaml -f $form | cksum)" "$(sed 's/; [0-9]* new//' "$work/report.$form" | cksum)"
done

json=$work/report.json
true_of "there are rows" '.rows | length > 5' "$json"
true_of "kinds add up" '.totals.byKind == ([.rows[].kind] | group_by(.) | map({(.[0]): length}) | add)' "$json"
true_of "severities add up" '([.totals.bySeverity[]] | add) == (.rows | length) and .totals.rows == (.rows | length)' "$json"
true_of "states add up" '([.totals.byState[]] | add) == (.rows | length)' "$json"
true_of "failing ones are those with low and above" '.totals.failing == ([.rows[] | select(.severity != "info")] | length)' "$json"
true_of "ids are unique" '[.rows[].id] | length == (unique | length)' "$json"
true_of "coverage" '.services[0] | .documented == 5 and .seen == 4 and .undocumented == 1' "$json"
true_of "methods are lower case" '[.rows[].method | . == ascii_downcase] | all' "$json"
true_of "templates have the base path" '[.rows[].template | . == "" or startswith("/v1")] | all' "$json"
true_of "a row names two callers, the busiest first" '.rows[] | select(.name == "/debug") | .callers | .distinct == 2 and .top[0].calls > .top[1].calls and .top[0].address == ""' "$json"
true_of "anonymous callers have an address" '[.rows[] | select(.template == "/v1/orders") | .callers.top[0].address == "203.0.113.7"] | all' "$json"
true_of "rows have a place" '[.rows[] | .file == "openapi.yaml" and .line > 0 and .column > 0] | all' "$json"
for kind in undocumented_operation undocumented_query_param undocumented_request_field undocumented_response_field undocumented_status type_mismatch security_not_enforced deprecated_in_use unobserved_operation; do
    true_of "there is $kind" "[.rows[] | select(.kind == \"$kind\")] | length > 0" "$json"
done
is "the verdict is drift" "$(jq -r .verdict "$json")" drift

code "SARIF is well-formed" 0 python3 "$here/tests/cli/sarif_check.py" "$work/report.sarif" openapi.yaml
cat "$work/out"
is "SARIF has the rows" "$(jq -r '.runs[0].results[].partialFingerprints[]' "$work/report.sarif" | sort)" "$(jq -r '.rows[].id' "$json" | sort)"
code "JUnit is well-formed" 0 python3 "$here/tests/cli/junit_check.py" "$work/report.junit"
cat "$work/out"
is "a case for each documented operation and one more" "$(grep -c '<testcase classname="shop.example"' "$work/report.junit")" 6
is "every row is in the table" "$(jq -r '.rows[].id' "$json" | while read -r id; do grep -c "$id" "$work/report.table"; done | sort -u)" 1
is "every row is in the comment" "$(grep -cE '^\| (info|low|medium|high|critical) ' "$work/report.markdown")" "$(jq '.rows | length' "$json")"
for width in 40 60 80 132; do
    is "the table fits $width columns" "$(($(COLUMNS=$width "$PLAINSIGHT" drift --spec openapi.yaml | widest) <= width))" 1
done

# ---- into a file

code "--output" 1 "$PLAINSIGHT" drift --spec openapi.yaml -o report.sarif
is "says so in one line" "$(wc -l <"$work/out")" 1
has "which names the file" "$(cat "$work/out")" "report.sarif"
is "the ending gives the form" "$(jq -r .version report.sarif)" 2.1.0
code "a place that cannot be written" 2 "$PLAINSIGHT" drift --spec openapi.yaml -o none/report.json
is "nothing is left beside it" "$(find . -name '*.part-*')" ""
code "a full disk" 2 "$PLAINSIGHT" drift --spec openapi.yaml -o /dev/full

# ---- what fails

code "--fail-on none" 0 "$PLAINSIGHT" drift --spec openapi.yaml --fail-on none
code "--fail-on critical" 1 "$PLAINSIGHT" drift --spec openapi.yaml --fail-on critical
code "--fail-on a kind that is there" 1 "$PLAINSIGHT" drift --spec openapi.yaml --fail-on type_mismatch
code "--fail-on a kind that is not" 0 "$PLAINSIGHT" drift --spec openapi.yaml --fail-on undocumented_service,host_mismatch
code "--fail-on dead" 1 "$PLAINSIGHT" drift --spec openapi.yaml --fail-on dead
code "--fail-on a kind there is not" 2 "$PLAINSIGHT" drift --spec openapi.yaml --fail-on type_mismatsch
has "guesses" "$(cat "$work/err")" "did you mean 'type_mismatch'?"
code "--kind shows those only" 1 "$PLAINSIGHT" drift --spec openapi.yaml --kind dead -f json
true_of "and nothing else" '[.rows[].family] | unique == ["dead"]' "$work/out"
true_of "and counts the others" '.totals.hidden.filtered > 0 and .totals.failing > 0' "$work/out"
code "--severity" 1 "$PLAINSIGHT" drift --spec openapi.yaml --severity high -f json
true_of "shows those only" '[.rows[].severity] - ["high", "critical"] == []' "$work/out"

# ---- could not tell

# unsure NAME SENTENCE ARGUMENT...
unsure() {
    local name=$1 sentence=$2
    shift 2
    code "$name" 2 "$PLAINSIGHT" drift "$@"
    has "$name: says so" "$(cat "$work/err")" "$sentence"
    is "$name: prints nothing else" "$(cat "$work/out")" ""
}
unsure "no document" "--spec FILE"
unsure "a document that is not there" "none.yaml" --spec none.yaml
echo 'just: data' >other.yaml
unsure "what is no document" "other.yaml" --spec other.yaml
unsure "a directory without a document" "holds no OpenAPI, Swagger or Postman document" --spec docs
unsure "a service there is not" "No service is called 'nobody.example'" --spec openapi.yaml nobody.example
unsure "two services" "Name one service" --spec openapi.yaml a.example b.example
unsure "no database" "run 'plainsight observe FILE' first" --spec openapi.yaml --db none.db
sed 's/shop.example/other.example/; s/^  \//  \/x/' openapi.yaml >stranger.yaml
unsure "a document that speaks for nobody" "--service NAME" --spec stranger.yaml
code "told for whom it speaks" 1 "$PLAINSIGHT" drift --spec stranger.yaml --service shop.example --read-only
"$sample" empty.pcap empty && "$PLAINSIGHT" observe --db empty.db empty.pcap >"$work/observed" 2>&1
unsure "an empty capture" "plainsight ledger" --spec openapi.yaml --db empty.db
sed 's/^  \/old:/  \/users:/' openapi.yaml >twice.yaml
code "a document that contradicts itself" 2 "$PLAINSIGHT" drift --spec twice.yaml -f json
is "is still reported" "$(jq -r .verdict "$work/out")" unknown
has "with the place of the fault" "$(cat "$work/err")" "twice.yaml:"
has "and a sentence" "$(cat "$work/err")" "uncertain"
true_of "which the report has too" '.documents[0].faults[0] | .kind == "fatal" and .line > 0' "$work/out"

# ---- several documents

mkdir both
sed '/^  \/old:/,/^components/{/^components/!d}' openapi.yaml >both/a.yaml
sed '/^  \/users\/{id}:/,/^  \/old:/{/^  \/old:/!d}' openapi.yaml >both/b.yaml
cp other.yaml both/c.yaml
cp openapi.yaml both/.hidden.yaml
code "a directory" 1 "$PLAINSIGHT" drift --spec both -f json --read-only
is "is all documents in it" "$(jq -r '.documents[].path' "$work/out")" $'both/a.yaml\nboth/b.yaml'
is "which together say the same" "$(jq -c '[.rows[].id] | sort' "$work/out")" "$(jq -c '[.rows[].id] | sort' "$json")"
printf 'a: [\n' >both/broken.yaml
unsure "a directory with a file nobody understands" "both/broken.yaml" --spec both
rm both/broken.yaml
code "standard input" 1 "$PLAINSIGHT" drift --spec - --read-only <openapi.yaml
code "several files" 1 "$PLAINSIGHT" drift --spec both/a.yaml both/b.yaml shop.example --read-only
code "several --spec" 1 "$PLAINSIGHT" drift --spec both/a.yaml --spec both/b.yaml 'shop.*' --read-only

# ---- what is remembered, and what is decided

id=$(jq -r '.rows[] | select(.kind == "type_mismatch") | .id' "$json")
code "--accept without a reason" 2 "$PLAINSIGHT" drift --accept "$id"
code "--accept until a day that is over" 2 "$PLAINSIGHT" drift --accept "$id" --reason x --until 2020-01-01
code "--accept until no day" 2 "$PLAINSIGHT" drift --accept "$id" --reason x --until soon
code "--accept of an id there is not" 2 "$PLAINSIGHT" drift --accept d000000000000 --reason x
code "--accept" 0 "$PLAINSIGHT" drift --accept "$id" --reason $'they \e[31mknow' --until 2199-12-31
code "then" 1 "$PLAINSIGHT" drift --spec openapi.yaml -f json
true_of "it is not shown, and counted" "([.rows[].id] | index(\"$id\")) == null and .totals.hidden.accepted == 1" "$work/out"
code "--all" 1 "$PLAINSIGHT" drift --spec openapi.yaml -f json --all
true_of "shows it, with the reason" ".rows[] | select(.id == \"$id\") | .state == \"accepted\" and (.fails | not) and (.stateReason | contains(\"know\"))" "$work/out"
code "SARIF with all" 1 "$PLAINSIGHT" drift --spec openapi.yaml -f sarif --all
true_of "suppresses it" ".runs[0].results[] | select(.partialFingerprints[\"plainsightId/v1\"] == \"$id\") | .suppressions[0].status == \"accepted\"" "$work/out"
code "--reopen" 0 "$PLAINSIGHT" drift --reopen "$id"
code "then" 1 "$PLAINSIGHT" drift --spec openapi.yaml -f json
true_of "it is open" ".rows[] | select(.id == \"$id\") | .state == \"open\"" "$work/out"

sed 's/age: {type: integer}/age: {type: string}/' openapi.yaml >mended.yaml
code "a mended document" 1 "$PLAINSIGHT" drift --spec mended.yaml -f json --all
true_of "the row is fixed" ".rows[] | select(.id == \"$id\") | .state == \"fixed\" and .file == \"\"" "$work/out"
code "the old one, only looked at" 1 "$PLAINSIGHT" drift --spec openapi.yaml -f json --read-only
code "the old one again" 1 "$PLAINSIGHT" drift --spec openapi.yaml -f json
true_of "the row is back" ".rows[] | select(.id == \"$id\") | .state == \"returned\"" "$work/out"

cat >.plainsight.yaml <<'END'
accept:
  - kind: type_mismatch
    reason: all clients know
  - kind: undocumented_service
    reason: fits nothing
END
code "a file of acceptances" 1 "$PLAINSIGHT" drift --spec openapi.yaml -f json --all
true_of "accepts" ".rows[] | select(.id == \"$id\") | .state == \"accepted\" and (.stateReason | test(\"all clients know.*plainsight.yaml:2\"))" "$work/out"
has "what fits nothing is said" "$(cat "$work/err")" "fits no row"
cat >.plainsight.yaml <<'END'
accept:
  - {kind: "*", reason: everything}
END
code "everything accepted" 0 "$PLAINSIGHT" drift --spec openapi.yaml
has "is clean" "$(cat "$work/out")" "No drift."
rm .plainsight.yaml

# ---- hostile names

evil='\u001b[2J\u001b]0;pwned\u0007\r\n\u202e|<script>alert(1)</script>`[x](http://evil) @team #1 {0} &amp; ]]>'
member=$(printf '%s' "$evil" | sed 's/\\u/\\\\u/g; s/\\r\\n/\\\\r\\\\n/')
for i in {1..6}; do
    printf '{"ts":179000000%d.5,"dur":0.01,"conn":%d,"client":"203.0.113.7:5101%d","server":"192.0.2.5:80",' $i $i $i
    printf '"req":{"method":"GET","target":"/v1/users?%s=%s","version":"1.1","headers":[["Host","evil.example"]],"body":null},' "q|<b>" "x"
    printf '"resp":{"status":200,"headers":[["Content-Type","application/json"]],"body":"[{\\"%s\\":\\"x\\"}]"}}\n' "$member"
done >"$work/evil.ndjson"
"$PLAINSIGHT" observe --db evil.db "$work/evil.ndjson" >"$work/observed" 2>&1 || cat "$work/observed"
sed 's/shop\.example/evil.example/' openapi.yaml >$'evil|<b>\e[31m.yaml'
for form in table json sarif junit markdown; do
    code "hostile $form" 1 "$PLAINSIGHT" drift --db evil.db --spec $'evil|<b>\e[31m.yaml' -f $form
    cp "$work/out" "$work/evil.$form"
    is "hostile $form: no control character" "$(tr -d '\n' <"$work/out" | grep -cP '[\x00-\x1f\x7f]')" 0
    is "hostile $form: no bidi override" "$(grep -cP '[\x{202a}-\x{202e}\x{0080}-\x{009f}]' "$work/out")" 0
done
has "the name is there" "$(cat "$work/evil.table")" "q|<b>"
code "hostile SARIF is well-formed" 0 python3 "$here/tests/cli/sarif_check.py" "$work/evil.sarif" ""
cat "$work/out"
code "hostile JUnit is well-formed" 0 python3 "$here/tests/cli/junit_check.py" "$work/evil.junit"
cat "$work/out"
code "hostile JSON is one document" 0 jq -es 'length == 1' "$work/evil.json"
lacks "Markdown: no HTML of theirs" "$(cat "$work/evil.markdown")" "<script"
lacks "Markdown: no link of theirs" "$(cat "$work/evil.markdown")" "](http"
is "Markdown: every row of the table has seven bars" "$(grep -E '^\|' "$work/evil.markdown" | tr -cd '|\n' | awk '{ print length }' | sort -u)" 7
finish
