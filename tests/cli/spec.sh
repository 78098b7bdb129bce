#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Documents held against their format, said again in a newer one, compared with each other.
. "$(dirname "$0")/setup.bash"
documents=tests/cli/documents

# ---- spec validate
"$PLAINSIGHT" spec validate $documents/faulty.yaml $documents/shop-2.0.yaml >"$work/text"
is "faults make the exit code 1" $? 1
matches "every fault with its place, and a verdict" spec/validate.txt <"$work/text"
"$PLAINSIGHT" spec validate -f json $documents/faulty.yaml | matches "the same for machines" spec/validate.json
"$PLAINSIGHT" spec validate -f sarif $documents/faulty.yaml >"$work/sarif"
matches "for code scanning" spec/validate.sarif < <(sed -n '/"results"/,$p' "$work/sarif")
if command -v python3 >/dev/null; then
    code "SARIF is well-formed" 0 python3 tests/cli/sarif_check.py "$work/sarif" $documents/faulty.yaml
    "$PLAINSIGHT" spec validate -f sarif "$work/none.yaml" >"$work/sarif" 2>/dev/null
    code "also of what is not there" 0 python3 tests/cli/sarif_check.py "$work/sarif" ""
    has "which does not look clean" "$(cat "$work/sarif")" '"ruleId": "unreadable-document"'
fi
is "as many errors are counted as are listed" \
    "$(grep -c '^[^ ]*faulty.yaml:[0-9]*:[0-9]*: error: ' "$work/text") errors, $(grep -c 'faulty.yaml:[0-9]*:[0-9]*: warning: ' "$work/text") warnings" \
    "$(sed -n 's/.*faulty.yaml: OpenAPI 3.0, //p' "$work/text")"
code "a valid document" 0 "$PLAINSIGHT" spec validate $documents/orders-1.yaml
is "is said to be one" "$(cat "$work/out")" "$documents/orders-1.yaml: OpenAPI 3.0, valid"
code "standard input" 0 "$PLAINSIGHT" spec validate - <$documents/orders-1.yaml
is "is called so" "$(cat "$work/out")" "standard input: OpenAPI 3.0, valid"
printf 'openapi: 3.0.3\ninfo: { title: T, version: "1" }\npaths:\n  /a:\n    delete:\n      requestBody: { content: { a/b: {} } }\n      responses: { "204": { description: D } }\n' >"$work/warned.yaml"
code "warnings are let pass" 0 "$PLAINSIGHT" spec validate "$work/warned.yaml"
has "but told" "$(cat "$work/out")" "valid, 1 warning"
code "not with --strict" 1 "$PLAINSIGHT" spec validate --strict "$work/warned.yaml"
has "which says so" "$(cat "$work/out")" "1 warning, which --strict counts as an error"
code "the rules are listed" 0 "$PLAINSIGHT" spec validate --rules
has "with their names" "$(cat "$work/out")" "missing-field"
is "and fit the terminal" "$(($(widest <"$work/out") <= 80))" 1
code "no document" 2 "$PLAINSIGHT" spec validate
code "rules and a document" 2 "$PLAINSIGHT" spec validate --rules $documents/orders-1.yaml
{
    printf 'openapi: 3.0.3\ninfo: { title: T, version: "1" }\npaths:\n'
    for i in {1..1500}; do printf '  p%s: {}\n' "$i"; done
} >"$work/many.yaml"
"$PLAINSIGHT" spec validate "$work/many.yaml" >"$work/text"
is "of very many faults the first are listed" "$(grep -c 'error: ' "$work/text")" 1000
has "and how many are not" "$(tail -n 2 "$work/text")" "and 500 more."
has "but all are counted" "$(tail -n 1 "$work/text")" "1,500 errors"

# ---- spec convert
"$PLAINSIGHT" spec convert $documents/shop-2.0.yaml 2>"$work/notes" | matches "Swagger 2.0 becomes OpenAPI 3.1" spec/shop-3.1.yaml
matches "what it has no word for is told" spec/notes.txt <"$work/notes"
"$PLAINSIGHT" spec convert --to 3.0 -f json $documents/shop-2.0.yaml 2>/dev/null |
    matches "or OpenAPI 3.0, as JSON" spec/shop-3.0.json
code "an ending decides" 0 "$PLAINSIGHT" spec convert $documents/orders-1.yaml -o "$work/orders.json"
is "between YAML and JSON" "$(head -c 1 "$work/orders.json")" "{"
has "the file is named" "$(cat "$work/out")" "orders.json: OpenAPI 3.1, 5 operations."
code "what came out is valid" 0 "$PLAINSIGHT" spec validate "$work/orders.json"
code "and promises the same" 0 "$PLAINSIGHT" spec diff --fail-on any $documents/orders-1.yaml "$work/orders.json"
code "a document of several files becomes one" 0 "$PLAINSIGHT" spec convert tests/contract/documents/shop/openapi.yaml -o "$work/shop.yaml"
is "without references to others" "$(grep '\$ref:' "$work/shop.yaml" | grep -vc '\$ref: "\?#/')" 0
code "there is no way back" 2 "$PLAINSIGHT" spec convert --to 3.0 "$work/orders.json"
has "it says so" "$(cat "$work/err")" "newer than OpenAPI 3.0"
code "what is faulty stays so" 0 "$PLAINSIGHT" spec convert $documents/faulty.yaml -o "$work/faulty.yaml"
has "with a word about it" "$(cat "$work/err")" "[invalid-result]"
code "a place that cannot be written" 2 "$PLAINSIGHT" spec convert $documents/orders-1.yaml -o "$work/none/x.yaml"
is "is one sentence" "$(wc -l <"$work/err")" 1
"$PLAINSIGHT" spec convert $documents/orders-1.yaml >/dev/full 2>"$work/err"
is "a full disk: exit code" $? 1

# ---- spec diff
unset PLAINSIGHT_DB
# Pseudonyms of callers hold within one database only.
masked() {
    sed 's/caller [0-9a-f]\{8\}/caller NNNNNNNN/g'
}
old=$documents/orders-1.yaml
new=$documents/orders-2.yaml
(cd "$work" && "$PLAINSIGHT" spec diff "$here/$old" "$here/$new") >"$work/text"
has "without a database that is said" "$(cat "$work/text")" "No database was consulted"
lacks "and nobody is told of" "$(cat "$work/text")" "exchanges"
observe_sample
"$PLAINSIGHT" spec diff $old $new >"$work/text"
is "breaking changes make the exit code 1" $? 1
masked <"$work/text" | matches "what changed, and who would notice" spec/diff.txt
"$PLAINSIGHT" spec diff -f markdown $old $new | masked | matches "for a pull request" spec/diff.md
"$PLAINSIGHT" spec diff -f json $old $new >"$work/json"
masked <"$work/json" | matches "for machines" spec/diff.json
sum=$(grep -cE '^  (breaking|risky|safe) ' "$work/text")
has "as many changes are counted as are listed" "$(cat "$work/text")" "
$sum changes: $(grep -c '^  breaking ' "$work/text") breaking, $(grep -c '^  risky ' "$work/text") risky, $(grep -c '^  safe ' "$work/text") safe."
code "nothing changed" 0 "$PLAINSIGHT" spec diff --fail-on any $old $old
has "and it is said" "$(cat "$work/out")" "No change."
sed 's/version: 1.4.0/version: 1.4.1/' $old >"$work/safe.yaml"
code "a safe change passes" 0 "$PLAINSIGHT" spec diff --fail-on risky $old "$work/safe.yaml"
code "unless any fails" 1 "$PLAINSIGHT" spec diff --fail-on any $old "$work/safe.yaml"
grep -v 'name: verbose' $old >"$work/risky.yaml"
code "a risky one passes" 0 "$PLAINSIGHT" spec diff $old "$work/risky.yaml"
code "unless risky ones fail" 1 "$PLAINSIGHT" spec diff --fail-on risky $old "$work/risky.yaml"
code "none fails nothing" 0 "$PLAINSIGHT" spec diff --fail-on none $old $new
code "the other way round" 1 "$PLAINSIGHT" spec diff --fail-on any $new $old
code "a service that is told" 1 "$PLAINSIGHT" spec diff -s shop.lanternfish.example $old $new
has "is the one that is looked at" "$(cat "$work/out")" "exchanges of shop.lanternfish.example"
has "where none of it was seen" "$(cat "$work/out")" "not seen in"
code "one that there is not" 2 "$PLAINSIGHT" spec diff -s nobody.example $old $new
code "a database that there is not" 2 "$PLAINSIGHT" spec diff --db "$work/none.db" $old $new
sed 's/orders.lanternfish.example/elsewhere.example/; s,/api/,/quite/,' $old >"$work/else.yaml"
code "a service that nobody saw" 0 "$PLAINSIGHT" spec diff "$work/else.yaml" "$work/else.yaml"
has "is said to be one" "$(cat "$work/out")" "knows no service"
code "a faulty document" 0 "$PLAINSIGHT" spec diff $documents/faulty.yaml $documents/faulty.yaml
has "is said to be one" "$(tr -s ' \n' ' ' <"$work/out")" "may hide changes: 'plainsight spec validate $documents/faulty.yaml' tells more."
code "kinds" 0 "$PLAINSIGHT" spec diff --kinds
has "are listed with class and reason" "$(cat "$work/out")" "operation-removed"
is "and fit the terminal" "$(($(widest <"$work/out") <= 80))" 1
code "one document only" 2 "$PLAINSIGHT" spec diff $old
code "kinds of two documents" 2 "$PLAINSIGHT" spec diff --kinds $old $new
for width in 40 80 132; do
    is "the report fits $width columns" "$(($(COLUMNS=$width "$PLAINSIGHT" spec diff $old $new | widest) <= width))" 1
done
if command -v jq >/dev/null; then
    is "JSON counts what it lists" "$(jq '[.changes | length, (map(select(.class == "breaking")) | length), (map(select(.fails)) | length)] | @csv' "$work/json")" \
        "$(jq '[.totals.changes, .totals.breaking, .totals.failing] | @csv' "$work/json")"
    code "rules as JSON" 0 jq -e '.rules | length > 50' <("$PLAINSIGHT" spec validate --rules -f json)
    code "kinds as JSON" 0 jq -e '.kinds | length > 100' <("$PLAINSIGHT" spec diff --kinds -f json)
fi

# ---- bad input: one sentence with the place, soon, and without much memory
cd "$work" || exit 1
mkdir -p tree directory
ln -s /etc/passwd tree/link.yaml
start='openapi: 3.0.3
info: { title: T, version: "1" }
paths:
  /a:
    $ref: '
printf 'openapi: 3.0.3\ninfo: [a\npaths: {}\n' >tree/broken.yaml
printf '{"openapi": "3.0.3", "info": {]}' >tree/broken.json
{
    echo "openapi: 3.0.3"
    echo "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"
    for i in {1..9}; do
        a="*a$((i - 1))"
        echo "a$i: &a$i [$a, $a, $a, $a, $a, $a, $a, $a, $a, $a]"
    done
} >tree/bomb.yaml
echo "$start\"none.yaml\"" >tree/missing.yaml
echo "$start\"../../../../../../etc/passwd\"" >tree/outside.yaml
echo "$start\"/etc/passwd\"" >tree/absolute.yaml
echo "$start\"link.yaml\"" >tree/link-to.yaml
printf 'openapi: 3.0.3\ninfo: { title: T, version: "1", title: U }\npaths: {}\n' >tree/duplicate.yaml
printf '{"swaggerVersion": "1.2", "apis": []}' >tree/old.json
printf 'openapi: 4.2.0\ninfo: {}\n' >tree/unknown.yaml
printf 'hello: world\n' >tree/other.yaml
: >tree/empty.yaml
head -c 4000 "$PLAINSIGHT" >tree/binary.yaml
{ echo "openapi: 3.0.3"; head -c 50M /dev/zero | tr '\0' '#'; } >tree/large.yaml
truncate -s 50M tree/sparse.yaml
limit=unlimited
grep -q __asan_init "$PLAINSIGHT" || limit=262144 # KiB; AddressSanitizer maps far more than it uses

# soon COMMAND...: within two seconds and 256 MiB.
soon() {
    local began=${EPOCHREALTIME/./} exit_code
    (ulimit -v $limit && exec "$@")
    exit_code=$?
    [ $((${EPOCHREALTIME/./} - began)) -lt 2000000 ] || return 99
    return $exit_code
}

# refuses FILE PLACE PART: PLACE is a pattern; no command works with it, each says why in one sentence.
refuses() {
    local command
    for command in "validate $1" "convert $1" "diff $1 $here/$old" "diff $here/$old $1"; do
        # shellcheck disable=SC2086
        code "spec $command" 2 soon "$PLAINSIGHT" spec $command
        is "spec $command: one sentence" "$(wc -l <"$work/err")" 1
        is "spec $command: the place" "$(grep -cE "^plainsight: $2" "$work/err")" 1
        has "spec $command: why" "$(cat "$work/err")" "$3"
    done
}
refuses tree/broken.yaml "tree/broken.yaml:[0-9]+:[0-9]+: " "bracket"
refuses tree/broken.json tree/broken.json:1:31: "expected a key"
refuses tree/bomb.yaml tree/bomb.yaml: "aliases"
refuses tree/missing.yaml tree/missing.yaml:5:11: "No such file"
refuses tree/outside.yaml tree/outside.yaml:5:11: "leads out of the directory"
refuses tree/absolute.yaml tree/absolute.yaml:5:11: "leads out of the directory"
refuses tree/link-to.yaml tree/link-to.yaml:5:11: "leads out of the directory"
refuses tree/duplicate.yaml tree/duplicate.yaml:2:33: "'title' stands in this mapping already"
refuses tree/old.json tree/old.json:1:20: "Swagger 1.2"
refuses tree/unknown.yaml tree/unknown.yaml:1:10: "not OpenAPI 4.2.0"
refuses tree/other.yaml tree/other.yaml:1:1: "no OpenAPI document"
refuses tree/empty.yaml tree/empty.yaml: "empty"
refuses tree/binary.yaml tree/binary.yaml:1: "byte"
refuses tree/large.yaml tree/large.yaml "larger than 32 MB"
refuses tree/sparse.yaml tree/sparse.yaml "larger than 32 MB"
refuses tree/none.yaml "cannot open tree/none.yaml" "No such file"
refuses directory directory "is a directory"
mkdir tree/inner
printf '%s\n' "$start\"../shared.yaml\"" >tree/inner/up.yaml
printf 'get: { responses: { "204": { description: D } } }\n' >tree/shared.yaml
code "a file beside the directory of a document" 2 "$PLAINSIGHT" spec validate tree/inner/up.yaml
code "is let in by --root" 0 "$PLAINSIGHT" spec validate --root tree tree/inner/up.yaml
lacks "nothing of what may not be read is shown" "$("$PLAINSIGHT" spec validate tree/outside.yaml 2>&1)" "root:"
code "one bad document among good ones" 2 "$PLAINSIGHT" spec validate "$here/$old" tree/broken.yaml "$here/$new"
has "the others are told of all the same" "$(tail -n 2 "$work/out")" "orders-2.yaml: OpenAPI 3.0, valid"
has "and all are counted" "$(tail -n 1 "$work/out")" "3 documents: 2 valid, 1 unreadable"

# ---- nothing a document says can move the cursor, forge a line or break a table
printf '{"openapi": "3.0.3", "info": {"title": "\\u001b[31m\\u202efake|x", "version": "1\\n2"}, "paths": {"/a\\u001b[2J{x": {"get": {"responses": {"2\\u009b31m": {}}}}, "/b|c\\r": {"get": {"responses": {}}}}, "\\u001b]0;x\\u0007": 1}' >evil.json
printf '{"openapi": "3.0.3", "info": {"title": "\\u001b[31m\\u202efake|x", "version": "3\\n2"}, "paths": {"/b|c\\r": {"get": {"parameters": [{"name": "\\u001b[0m\\u202e@x", "in": "query", "required": true, "schema": {"enum": ["\\u0007"]}}], "responses": {}}}}}' >evil-new.json
cp evil.json $'\e[31mevil.json'

# clean NAME COMMAND...: no control character but line feeds, no bidi override in what it prints.
clean() {
    local name=$1
    shift
    "$@" >"$work/out" 2>&1
    is "$name prints no control character" "$(LC_ALL=C tr -d '\n' <"$work/out" | LC_ALL=C grep -cP '[\x00-\x1f\x7f]')" 0
    is "$name prints no bidi override" "$(grep -cP '[\x{202a}-\x{202e}\x{0080}-\x{009f}]' "$work/out")" 0
}
for form in text json sarif; do
    clean "spec validate as $form" "$PLAINSIGHT" spec validate -f $form evil.json $'\e[31mevil.json' $'\e[31mnone.json'
done
clean "spec convert" "$PLAINSIGHT" spec convert evil.json
clean "spec convert to YAML" "$PLAINSIGHT" spec convert -f yaml $'\e[31mevil.json'
clean "spec convert to a file" "$PLAINSIGHT" spec convert evil.json -o $'\e[31mout.json'
clean "spec convert of what is not there" "$PLAINSIGHT" spec convert $'\e[31mnone.json'
for form in table json markdown; do
    clean "spec diff as $form" "$PLAINSIGHT" spec diff -f $form evil.json evil-new.json
    clean "spec diff as $form, back" "$PLAINSIGHT" spec diff -f $form evil-new.json $'\e[31mevil.json'
done
lacks "without a terminal there are no colours" "$("$PLAINSIGHT" spec diff "$here/$old" "$here/$new")" $'\e'
finish
