#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What is wrong with each service: the report in its five forms, what is selected, what fails, what is remembered and accepted.
. "$(dirname "$0")/setup.bash"
command -v jq >/dev/null || skip "jq is not installed"
command -v python3 >/dev/null || skip "python3 is not installed"
export PLAINSIGHT_DB=$work/t.db
mkdir "$work/desk"

# exchange SECOND METHOD TARGET STATUS KEY RESPONSE: one line; KEY may be empty, RESPONSE is JSON text.
exchange() {
    local headers='["Host","shop.example"]' response
    [ -z "$5" ] || headers="$headers,[\"X-Api-Key\",\"$5\"]"
    response=$(jq -n --arg t "$6" '$t')
    printf '{"ts":%d.5,"dur":0.01,"conn":%d,"client":"203.0.113.7:%d","server":"10.0.0.5:443",' "$((1789000000 + $1))" "$1" "$((20000 + $1))"
    printf '"req":{"method":"%s","target":"%s","version":"1.1","headers":[%s],"body":null},' "$2" "$3" "$headers"
    printf '"resp":{"status":%d,"headers":[["Content-Type","application/json"]],"body":%s}}\n' "$4" "$response"
}

key=k1-0123456789abcdef0123456789abcdef
for i in {1..40}; do
    exchange $((i * 60)) GET "/v1/users/$((100 + i))" 200 $key "{\"id\":$i,\"name\":\"Ada\"}"
    exchange $((i * 60 + 1)) GET "/v1/invoices/$((100 + i))" 200 $key "{\"id\":$i}"
    exchange $((i * 60 + 2)) POST /v1/orders 201 '' '{"id":7}'
    exchange $((i * 60 + 3)) DELETE "/v1/orders/$((100 + i))" 200 '' '{}'
    [ $i -gt 6 ] || exchange $((i * 60 + 4)) GET "/v1/users/$((100 + i))" 401 '' '{}'
done >"$work/shop.ndjson"
"$PLAINSIGHT" observe "$work/shop.ndjson" >"$work/observed" 2>&1 || cat "$work/observed"
cd "$work/desk" || exit 1

# true_of NAME FILTER [FILE]: jq says so of it, or of what was printed last.
true_of() {
    is "$1" "$(jq -r "$2" "${3:-$work/out}" 2>&1)" true
}

# ---- five forms

for form in table json sarif csv ocsf; do
    code "$form" 1 "$PLAINSIGHT" findings -f $form
    is "$form complains of nothing" "$(cat "$work/err")" ""
    cp "$work/out" "$work/report.$form"
done
for form in table json sarif csv ocsf; do
    code "$form again" 1 "$PLAINSIGHT" findings -f $form
    cp "$work/out" "$work/again.$form"
    code "$form once more" 1 "$PLAINSIGHT" findings -f $form
    is "$form is the same every time" "$(cksum <"$work/out")" "$(cksum <"$work/again.$form")"
done

json=$work/report.json
true_of "there is a finding of auth.missing, with two places" '[.findings[] | select(.check == "auth.missing") | .places | length] == [2]' "$json"
true_of "each has words, a state and evidence" '[.findings[] | .title != "" and .why != "" and .fix != "" and .state == "open" and (.places | length > 0) and ([.places[].evidence != ""] | all)] | all' "$json"
true_of "ids are unique, and ids" '[.findings[].id] | length == (unique | length) and (map(test("^p[0-9a-f]{12}$")) | all)' "$json"
true_of "severities add up" '([.totals.bySeverity[]] | add) == (.findings | length) and .totals.findings == (.findings | length)' "$json"
is "severities are those of the findings" "$(jq -c '.totals.bySeverity | with_entries(select(.value > 0))' "$json" | jq -cS .)" "$(jq -c '.findings | group_by(.severity) | map({(.[0].severity): length}) | add' "$json" | jq -cS .)"
true_of "states add up" '([.totals.byState[]] | add) == .totals.findings' "$json"
true_of "groups add up" '([.totals.byGroup[]] | add) == .totals.findings' "$json"
true_of "services add up" '([.services[].findings] | add) == .totals.findings' "$json"
true_of "places add up" '([.findings[].places | length] | add) == .totals.places' "$json"
true_of "endpoints are distinct ones" '([.findings[].places[] | select(.template != "") | .endpoint] | unique | length) == .totals.endpoints' "$json"
true_of "a finding is as bad as its worst place" '[.findings[] | .severity as $s | .places[0].severity == $s] | all' "$json"
true_of "worst first" '[.findings[].severity] | map({"info":0,"low":1,"medium":2,"high":3,"critical":4}[.]) | . == (sort | reverse)' "$json"
true_of "a risk has its parts" '[.services[].risk | (.score > 0) == (.parts | length > 0)] | all' "$json"

code "SARIF is well-formed" 0 python3 "$here/tests/cli/sarif_check.py" "$work/report.sarif" ""
cat "$work/out"
is "SARIF has the findings" "$(jq -r '.runs[0].results[].partialFingerprints[]' "$work/report.sarif" | sort)" "$(jq -r '.findings[].id' "$json" | sort)"
true_of "SARIF: further places are related ones" '[.runs[0].results[] | .properties.places == 1 + (.relatedLocations | length)] | all' "$work/report.sarif"
is "every finding is in the table, once" "$(jq -r '.findings[].id' "$json" | while read -r id; do grep -c "$id" "$work/report.table"; done | sort -u)" 1
for width in 40 60 80 132; do
    is "the table fits $width columns" "$(($(COLUMNS=$width "$PLAINSIGHT" findings | widest) <= width))" 1
done
is "CSV has a line for each place, and one of titles" "$(wc -l <"$work/report.csv")" "$(($(jq .totals.places "$json") + 1))"
is "CSV lines end as RFC 4180 says" "$(grep -c $'\r$' "$work/report.csv")" "$(wc -l <"$work/report.csv")"
is "CSV: a number of fields" "$(python3 -c 'import csv, sys; print({len(row) for row in csv.reader(sys.stdin)})' <"$work/report.csv")" "{23}"

is "OCSF has a line for each finding" "$(wc -l <"$work/report.ocsf")" "$(jq '.findings | length' "$json")"
jq -s . "$work/report.ocsf" >"$work/ocsf.json"
true_of "OCSF: what a Compliance Finding must have" '[.[] | .class_uid == 2003 and .category_uid == 2 and .type_uid == 200300 + .activity_id and (.metadata | .version == "1.4.0" and .product.name == "plainsight") and (.finding_info | .uid and .title) and (.compliance.standards | length > 0) and (.time | type == "number") and .severity_id >= 1] | all' "$work/ocsf.json"
true_of "OCSF: open ones are new and fail" '[.[] | .status_id == 1 and .compliance.status_id == 3 and .activity_id == 2] | all' "$work/ocsf.json"
true_of "OCSF: times are milliseconds" '[.[].finding_info | .first_seen_time >= 1789000000000 and .last_seen_time < 1790000000000] | all' "$work/ocsf.json"
true_of "OCSF: resources and evidences" '[.[] | (.resources | length > 0) and (.evidences | length > 0) and (.remediation.desc != "") and (.finding_info.analytic | .uid and .type_id == 1)] | all' "$work/ocsf.json"

# ---- the same from wherever it comes: in two runs, the later half first; in lanes

head -n 80 "$work/shop.ndjson" >"$work/first.ndjson"
tail -n +81 "$work/shop.ndjson" >"$work/second.ndjson"
for half in second first; do
    "$PLAINSIGHT" observe --db halves.db "$work/$half.ndjson" >"$work/observed" 2>&1
done
"$PLAINSIGHT" observe --db lanes.db --threads 3 "$work/shop.ndjson" >"$work/observed" 2>&1
"$PLAINSIGHT" observe --db no-signals.db --no-signals "$work/shop.ndjson" >"$work/observed" 2>&1
for database in "$PLAINSIGHT_DB" halves.db lanes.db no-signals.db; do
    "$PLAINSIGHT" findings --db "$database" --read-only -f json >"$work/$(basename "$database").json"
    jq -c '[.findings[] | del(.opened, .changed, .new)], .services' "$work/$(basename "$database").json" >"$work/$(basename "$database").told"
done
is "two runs, the later half first" "$(cat "$work/halves.db.told")" "$(cat "$work/t.db.told")"
is "three lanes" "$(cat "$work/lanes.db.told")" "$(cat "$work/t.db.told")"
true_of "without signals nothing is told that needs them" '[.findings[].check] | index("auth.missing") == null' "$work/no-signals.db.json"

# ---- into a file

code "--output" 1 "$PLAINSIGHT" findings -o report.sarif
is "says so in one line" "$(wc -l <"$work/out")" 1
is "the ending gives the form" "$(jq -r .version report.sarif)" 2.1.0
for ending in json csv jsonl txt; do
    code "--output .$ending" 1 "$PLAINSIGHT" findings -o "report.$ending"
done
is "JSON lines are OCSF" "$(head -n 1 report.jsonl | jq .class_uid)" 2003
code "a place that cannot be written" 2 "$PLAINSIGHT" findings -o none/report.json
code "a full disk" 2 "$PLAINSIGHT" findings -o /dev/full
is "nothing is left beside it" "$(find . -name '*.part-*')" ""

# ---- what is selected, and what fails

code "--fail-on never" 0 "$PLAINSIGHT" findings --fail-on never
code "--fail-on critical" "$(jq '[.findings[] | select(.severity == "critical")] | length | if . > 0 then 1 else 0 end' "$json")" "$PLAINSIGHT" findings --fail-on critical
code "--fail-on high" 1 "$PLAINSIGHT" findings --fail-on high
code "--fail-on what there is not" 2 "$PLAINSIGHT" findings --fail-on hihg
code "--check" 1 "$PLAINSIGHT" findings --check 'auth.m*' -f json
true_of "shows those only" '[.findings[].check | startswith("auth.m")] | all and length > 0'
code "--check of none" 2 "$PLAINSIGHT" findings --check auth.mising
has "guesses" "$(cat "$work/err")" "did you mean 'auth.missing'?"
code "--severity" 1 "$PLAINSIGHT" findings --severity high -f json
true_of "shows those only" '[.findings[].severity] - ["high", "critical"] == []'
code "--group" 1 "$PLAINSIGHT" findings --group who -f json
true_of "shows those only" '[.findings[].group] | unique == ["who"]'
code "--group of none" 2 "$PLAINSIGHT" findings --group whom
code "--endpoint by its template" 1 "$PLAINSIGHT" findings -e 'delete /v1/orders/{id}' -c auth.missing -f json
true_of "shows its places only" '[.findings[].places[] | [.method, .template]] == [["DELETE", "/v1/orders/{orderId}"]] and .findings[0].placesNotShown == 1'
code "--endpoint by an URL" 1 "$PLAINSIGHT" findings -e 'DELETE /v1/orders/177' -c auth.missing -f json
true_of "is the same" '[.findings[].places[].method] == ["DELETE"]'
code "--endpoint with a pattern" 1 "$PLAINSIGHT" findings -e '/v1/orders*' -c auth.missing -f json
true_of "is both" '[.findings[].places[].method] | sort == ["DELETE", "POST"]'
code "--endpoint of none" 2 "$PLAINSIGHT" findings -e 'GET /nothing'
code "--class of none" 2 "$PLAINSIGHT" findings --class payment_crad
has "guesses" "$(cat "$work/err")" "did you mean 'payment_card'?"
code "--service" 1 "$PLAINSIGHT" findings -s 'shop.*' -f json
true_of "shows all of it" '.totals.findings > 0'
code "--service of none" 2 "$PLAINSIGHT" findings -s nobody.example
code "--state fixed" 0 "$PLAINSIGHT" findings --state fixed -f json
true_of "shows nothing yet" '.findings == [] and .totals.hidden.filtered > 0 and .verdict == "clean"'
code "--state of none" 2 "$PLAINSIGHT" findings --state opne
code "--new" 0 "$PLAINSIGHT" findings --new -f json
true_of "is what was not there before" '.findings == []'
code "no database" 2 "$PLAINSIGHT" findings --db none.db
"$sample" empty.pcap empty && "$PLAINSIGHT" observe --db empty.db empty.pcap >"$work/observed" 2>&1
code "nothing observed" 2 "$PLAINSIGHT" findings --db empty.db
has "says where to look" "$(cat "$work/err")" "plainsight ledger"

# ---- one finding

id=$(jq -r '.findings[] | select(.check == "auth.missing") | .id' "$json")
code "one finding" 0 "$PLAINSIGHT" findings "$id"
for part in "Why it matters" "What to do" "Places" "POST /v1/orders" "DELETE /v1/orders/{orderId}" "CWE-306" "docs/checks.md#authmissing" "first found"; do
    has "says: $part" "$(cat "$work/out")" "$part"
done
for width in 40 80; do
    is "one finding fits $width columns" "$(($(COLUMNS=$width "$PLAINSIGHT" findings "$id" | widest) <= width))" 1
done
code "one finding as JSON" 0 "$PLAINSIGHT" findings "$id" -f json
true_of "is that one" ".findings | length == 1 and .[0].id == \"$id\""
code "no such finding" 2 "$PLAINSIGHT" findings p000000000000
is "show has it, too" "$("$PLAINSIGHT" show POST /v1/orders --json | jq -r --arg id "$id" '.findings[] | select(.id == $id) | .check')" auth.missing
has "for people as well" "$("$PLAINSIGHT" show POST /v1/orders)" "$id"
is "the inventory has the same risk" "$("$PLAINSIGHT" inventory --json | jq -c '.services[0].risk')" "$(jq -c '.services[0].risk' "$json")"

# ---- what is remembered, and what is decided

code "--accept without a reason" 2 "$PLAINSIGHT" findings --accept "$id"
code "--accept of an id there is not" 2 "$PLAINSIGHT" findings --accept p000000000000 --reason x
code "--accept" 0 "$PLAINSIGHT" findings --accept "$id" --reason $'they \e[31mknow' --until 2199-12-31
has "says how to take it back" "$(cat "$work/out")" "plainsight findings --reopen $id"
"$PLAINSIGHT" findings -f json >"$work/out"
true_of "it is not shown, and counted" "([.findings[].id] | index(\"$id\")) == null and .totals.hidden.accepted == 1"
"$PLAINSIGHT" findings -f json --all >"$work/out"
true_of "--all shows it" ".findings[] | select(.id == \"$id\") | .state == \"accepted\" and (.fails | not) and .expires != null"
"$PLAINSIGHT" findings -f sarif --all >"$work/out"
true_of "SARIF suppresses it" ".runs[0].results[] | select(.partialFingerprints[\"plainsightId/v1\"] == \"$id\") | .suppressions[0].status == \"accepted\""
"$PLAINSIGHT" findings -f ocsf --state accepted >"$work/out"
true_of "OCSF says so" '.status_id == 3'
lacks "show does not tell it" "$("$PLAINSIGHT" show POST /v1/orders)" "$id"
code "--reopen" 0 "$PLAINSIGHT" findings --reopen "$id"
"$PLAINSIGHT" findings -f json >"$work/out"
true_of "it is open" ".findings[] | select(.id == \"$id\") | .state == \"open\""

# settings TEXT: the file in the working directory.
settings() {
    printf '%s\n' "$@" >.plainsight.yaml
}
settings 'accept:' '  - check: auth.missing' '    operation: POST /v1/orders' '    reason: guests may order' '    until: 2199-12-31'
"$PLAINSIGHT" findings -c auth.missing -f json >"$work/out"
true_of "one place accepted" '.findings[0] | .state == "open" and ([.places[] | select(.accepted != "") | .method] == ["POST"])'
settings 'accept:' '  - check: auth.*' '    service: shop.*' '    reason: guests may order'
"$PLAINSIGHT" findings --all -f json >"$work/out"
true_of "all places accepted" ".findings[] | select(.id == \"$id\") | .state == \"accepted\" and (.stateReason | test(\"guests may order.*plainsight.yaml:2\"))"
settings 'accept:' "  - {id: $id, reason: known}" '  - {check: jwt.*, reason: fits nothing}' '  - {kind: dead_*, reason: of another room}'
"$PLAINSIGHT" findings >"$work/out" 2>"$work/err"
lacks "accepted by its id" "$(cat "$work/out")" "$id"
has "what fits nothing is said" "$(cat "$work/err")" ".plainsight.yaml:3:5: this acceptance fits no finding"
lacks "not what is none of ours" "$(cat "$work/err")" ".plainsight.yaml:4:5: this"
settings 'public: [POST /v1/orders, "DELETE /v1/orders/{id}"]'
"$PLAINSIGHT" findings --all -f json >"$work/out"
true_of "declared public, it is fixed" ".findings[] | select(.id == \"$id\") | .state == \"fixed\" and .places == []"
code "one that is gone can be looked at" 0 "$PLAINSIGHT" findings "$id"
mv .plainsight.yaml named.yaml
"$PLAINSIGHT" findings -f json >"$work/out"
true_of "found again, it is back" ".findings[] | select(.id == \"$id\") | .state == \"returned\""
"$PLAINSIGHT" findings --config named.yaml --read-only -f json >"$work/out"
true_of "--config, only looked at" "([.findings[].id] | index(\"$id\")) == null"
"$PLAINSIGHT" findings -f json >"$work/out"
true_of "changes nothing" ".findings[] | select(.id == \"$id\") | .state == \"returned\""
settings 'checks: {disable: [auth.missing]}'
"$PLAINSIGHT" findings --all -f json >"$work/out"
true_of "switched off, it is not told" "([.findings[].id] | index(\"$id\")) == null"
rm .plainsight.yaml
"$PLAINSIGHT" findings -f json >"$work/out"
true_of "nor was it fixed meanwhile" ".findings[] | select(.id == \"$id\") | .state == \"returned\""
settings 'checks: {severity: {auth.missing: info}}'
"$PLAINSIGHT" findings -c auth.missing -f json >"$work/out"
true_of "severities are the user's" '.findings[0].severity == "info" and (.findings[0].fails | not)'
settings 'networks: {internal: [what]}'
code "settings nobody understands" 2 "$PLAINSIGHT" findings -f json
true_of "leave it uncertain" '.verdict == "unknown" and .doubt != ""'
has "and are named" "$(cat "$work/err")" ".plainsight.yaml:1:"
settings 'accept: [{check: auth.mising, reason: x}]'
code "a check misspelt" 1 "$PLAINSIGHT" findings
has "is guessed" "$(cat "$work/err")" 'did you mean "auth.missing"?'
rm .plainsight.yaml
"$PLAINSIGHT" findings "$id" -f json >"$work/out"
is "what became of it is remembered" "$(jq -c '[.findings[0].history[].state]' "$work/out")" '["open","accepted","open","fixed","returned"]'
has "with the reason" "$(jq -r '.findings[0].history[1].reason' "$work/out")" know
has "for people as well" "$("$PLAINSIGHT" findings "$id")" "  accepted: they"
code "--config of nothing" 2 "$PLAINSIGHT" findings --config none.yaml

# ---- classes of one's own: in every lane, and of what was kept before

for i in {1..40}; do
    exchange $((i * 60)) GET "/v1/members/$((100 + i))" 200 '' "{\"id\":$i,\"member\":\"M$((12345678 + i * 7919))\"}"
done >"$work/members.ndjson"
"$PLAINSIGHT" observe --db before.db "$work/members.ndjson" >"$work/observed" 2>&1
settings 'classes: [{name: member_number, title: number of a member, pattern: "M[0-9]{8}", names: [member], severity: high}]'
"$PLAINSIGHT" observe --db one.db "$work/members.ndjson" >"$work/observed" 2>&1
"$PLAINSIGHT" observe --db three.db --threads 3 "$work/members.ndjson" >"$work/observed" 2>&1
code "a class of one's own" 1 "$PLAINSIGHT" findings --db one.db --class member_number --read-only
has "is found" "$(cat "$work/out")" "number of a member"
is "in lanes, too" "$("$PLAINSIGHT" findings --db three.db --read-only -f json | cksum)" "$("$PLAINSIGHT" findings --db one.db --read-only -f json | cksum)"
is "and in what was kept before" "$("$PLAINSIGHT" findings --db before.db --read-only -f json | cksum)" "$("$PLAINSIGHT" findings --db one.db --read-only -f json | cksum)"
rm .plainsight.yaml

# ---- hostile names

evil='\u001b[2J\u001b]0;pwned\u0007\r\n\u202e|<script>alert(1)</script>[x](http://evil) {0} &amp;'
for i in {1..40}; do
    for path in "/=cmd|calc/x" "/$evil/x" "/@sum" "/-2"; do
        printf '{"ts":17900000%02d.5,"dur":0.01,"conn":%d,"client":"203.0.113.7:5101%d","server":"192.0.2.5:80",' $i $i $((i % 10))
        printf '"req":{"method":"POST","target":"%s","version":"1.1","headers":[["Host","evil.example"]],"body":null},' "$path"
        printf '"resp":{"status":200,"headers":[["Content-Type","application/json"],["Server","=1+1%s/1.2"]],"body":"{}"}}\n' "$evil"
    done
done >"$work/evil.ndjson"
"$PLAINSIGHT" observe --db evil.db "$work/evil.ndjson" >"$work/observed" 2>&1 || cat "$work/observed"
for form in table json sarif csv ocsf; do
    code "hostile $form" 1 "$PLAINSIGHT" findings --db evil.db -f $form
    cp "$work/out" "$work/evil.$form"
    is "hostile $form: no control character" "$(tr -d '\n\r' <"$work/out" | grep -cP '[\x00-\x1f\x7f]')" 0
    is "hostile $form: no bidi override" "$(grep -cP '[\x{202a}-\x{202e}\x{0080}-\x{009f}]' "$work/out")" 0
done
for one in $(jq -r '.findings[].id' "$work/evil.json"); do
    "$PLAINSIGHT" findings --db evil.db "$one" >"$work/out"
    is "hostile, one: no control character" "$(tr -d '\n' <"$work/out" | grep -cP '[\x00-\x1f\x7f]')" 0
done
code "hostile SARIF is well-formed" 0 python3 "$here/tests/cli/sarif_check.py" "$work/evil.sarif" ""
cat "$work/out"
code "hostile JSON is one document" 0 jq -es 'length == 1' "$work/evil.json"
code "hostile OCSF is JSON lines" 0 jq -es 'length > 0' "$work/evil.ocsf"
is "CSV: no field starts a formula" "$(python3 -c 'import csv, sys; print([f for row in csv.reader(sys.stdin) for f in row if f[:1] in "=+-@\t" and f])' <"$work/evil.csv")" "[]"

# ---- the checks

cd "$here" || exit 1
code "checks" 0 "$PLAINSIGHT" checks
has "lists them" "$(cat "$work/out")" auth.missing
is "checks fits 80 columns" "$(($(widest <"$work/out") <= 80))" 1
code "one check" 0 "$PLAINSIGHT" checks auth.missing
has "is explained" "$(cat "$work/out")" "What to do"
code "no such check" 2 "$PLAINSIGHT" checks auth.mising
has "guesses" "$(cat "$work/err")" "did you mean 'auth.missing'?"
"$PLAINSIGHT" checks --json >"$work/checks.json"
true_of "each has its words" '[.checks[] | .title != "" and .why != "" and .fix != "" and (.id | test("^[a-z_]+\\.[a-z_]+$"))] | all' "$work/checks.json"
true_of "each has an id of its own" '[.checks[].id] | length == (unique | length)' "$work/checks.json"
true_of "titles have no full stop, whys and fixes do" '[.checks[] | (.title | endswith(".") | not) and (.why | endswith(".")) and (.fix | endswith("."))] | all' "$work/checks.json"
"$PLAINSIGHT" checks --classes >"$work/out"
has "classes are listed" "$(cat "$work/out")" payment_card
"$PLAINSIGHT" checks --classes --json >"$work/out"
true_of "classes have titles" '[.classes[] | .title != ""] | all and length > 20'
if [ "${UPDATE:-}" = 1 ]; then
    "$PLAINSIGHT" checks --format markdown >docs/checks.md
fi
is "docs/checks.md is what the program says" "$("$PLAINSIGHT" checks --format markdown | cksum)" "$(cksum <docs/checks.md)"
finish
