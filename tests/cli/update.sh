#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What is missing from a document is added to it: every line that stood there stays, and doing it twice changes nothing.
. "$(dirname "$0")/setup.bash"
command -v jq >/dev/null || skip "jq is not installed"
export PLAINSIGHT_DB=$work/t.db
mkdir "$work/shop"

# exchange SECOND METHOD TARGET STATUS REQUEST RESPONSE: one line; REQUEST and RESPONSE are JSON text or empty.
exchange() {
    local headers='["Host","shop.example"],["Authorization","Bearer a.b.c"]' request=null response=null
    [ -z "$5" ] || { headers="$headers,[\"Content-Type\",\"application/json\"]"; request=$(jq -n --arg t "$5" '$t'); }
    [ -z "$6" ] || response=$(jq -n --arg t "$6" '$t')
    printf '{"ts":%d.5,"dur":0.01,"conn":%d,"client":"203.0.113.7:%d","server":"10.0.0.5:8443",' "$((1789000000 + $1))" "$1" "$((20000 + $1))"
    printf '"req":{"method":"%s","target":"%s","version":"1.1","headers":[%s],"body":%s},' "$2" "$3" "$headers" "$request"
    printf '"resp":{"status":%d,"headers":[["Content-Type","application/json"]],"body":%s}}\n' "$4" "$response"
}

for i in {1..30}; do
    exchange $((i * 60)) GET "/v1/users/$((100 + i))" 200 '' "{\"id\":$i,\"name\":\"Ada\",\"age\":36}"
    exchange $((i * 60 + 1)) GET "/v1/users?limit=10" 200 '' '[{"id":1,"name":"Ada"}]'
    exchange $((i * 60 + 2)) POST /v1/users 201 '{"name":"Ada"}' '{"id":7}'
    [ $i -gt 3 ] || exchange $((i * 60 + 3)) GET "/v1/users/$((500 + i))" 404 '' '{"error":"x"}'
done >"$work/shop.ndjson"
"$PLAINSIGHT" observe "$work/shop.ndjson" >"$work/observed" 2>&1 || cat "$work/observed"
cd "$work/shop" || exit 1

cat >kept.yaml <<'END'
# The shop, by hand
openapi: 3.0.3
info: {title: 'Shop', version: "1"}
servers:
- url: https://shop.example/v1

paths:
  # people
  /users/{id}:
    get:
      summary: one of them   # or none
      parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
      responses:
        200:
          description: |
            a user

          content:
            application/json:
              schema:
                $ref: '#/components/schemas/User'

components:
  schemas:
    User:
      type: object
      properties:
        id: {type: integer}
        # the rest is private
END

# ---- what would change

cp kept.yaml openapi.yaml
code "--dry-run" 0 "$PLAINSIGHT" spec update --dry-run openapi.yaml
cp "$work/out" "$work/shown.diff"
is "--dry-run says nothing else" "$(cat "$work/err")" ""
same_file() {
    is "$1" "$(cksum <"$2")" "$(cksum <"$3")"
}
same_file "--dry-run changes nothing" openapi.yaml kept.yaml
has "the diff adds the operation" "$(cat "$work/shown.diff")" "+    post:"
is "the diff takes nothing away" "$(grep -c '^-[^-]' "$work/shown.diff")" 0

# ---- what changes

chmod 640 openapi.yaml
ln -s openapi.yaml link.yaml
code "an update" 0 "$PLAINSIGHT" spec update link.yaml
has "it says how much" "$(head -n 1 "$work/out")" "link.yaml: 5 additions"
has "and names each row" "$(cat "$work/out")" "GET /v1/users/{id}: response:200 field /name"
has "the link is still one" "$(ls -l link.yaml)" "link.yaml -> openapi.yaml"
is "the file has the mode it had" "$(stat -c %a openapi.yaml)" 640
is "every line is still there, in its order" "$(diff kept.yaml openapi.yaml | grep -c '^<')" 0
has "comments behind the last member stay behind it" "$(cat openapi.yaml)" "        # the rest is private
        age:"
has "statuses are written as the others are" "$(cat openapi.yaml)" "        404:"
cp kept.yaml patched.yaml
if command -v patch >/dev/null; then
    sed 's/openapi.yaml/patched.yaml/' "$work/shown.diff" | patch -s -p0 patched.yaml
    same_file "the diff was the truth" patched.yaml openapi.yaml
fi
code "the result is valid" 0 "$PLAINSIGHT" spec validate openapi.yaml
cp openapi.yaml once.yaml
code "once more" 0 "$PLAINSIGHT" spec update openapi.yaml
is "there is nothing to add" "$(cat "$work/out")" "openapi.yaml: nothing to add"
same_file "and nothing changes" openapi.yaml once.yaml
code "drift agrees" 0 "$PLAINSIGHT" drift --spec openapi.yaml --fail-on missing

# ---- elsewhere, and only in part

cp kept.yaml openapi.yaml
code "--output" 0 "$PLAINSIGHT" spec update openapi.yaml -o new.yaml
same_file "writes the same" new.yaml once.yaml
same_file "and leaves the document alone" openapi.yaml kept.yaml
code "--kind" 0 "$PLAINSIGHT" spec update --kind undocumented_status openapi.yaml
is "adds only what it names" "$(wc -l <"$work/out")" 2
cp kept.yaml openapi.yaml
id=$("$PLAINSIGHT" drift --spec openapi.yaml -f json | jq -r '.rows[] | select(.kind == "undocumented_status") | .id')
code "a row is accepted" 0 "$PLAINSIGHT" drift --accept "$id" --reason "it is known"
"$PLAINSIGHT" spec update openapi.yaml >"$work/out"
lacks "what was accepted is not added" "$(cat "$work/out")" "$id"
code "a row is open again" 0 "$PLAINSIGHT" drift --reopen "$id"

# ---- overlays

cp kept.yaml openapi.yaml
code "--patch" 0 "$PLAINSIGHT" spec update --patch openapi.yaml
has "an overlay comes out" "$(head -n 1 "$work/out")" 'overlay: "1.0.0"'
has "with paths that are quoted" "$(cat "$work/out")" "\$.paths['/users/{id}'].get.responses"
same_file "and the document stays" openapi.yaml kept.yaml

# ---- JSON, Windows, byte order marks

jq -n '{openapi: "3.1.0", info: {title: "x", version: "1"}, servers: [{url: "https://shop.example/v1"}], paths: {}}' | sed 's/$/\r/' >windows.json
sed -i '1s/^/\xef\xbb\xbf/' windows.json
code "JSON with line ends of Windows" 0 "$PLAINSIGHT" spec update windows.json
is "all lines end alike" "$(grep -c $'\r$' windows.json)" "$(grep -c '' windows.json)"
is "the byte order mark is still there" "$(head -c 3 windows.json | od -An -tx1 | tr -d ' ')" efbbbf
is "and it is JSON" "$(tail -c +4 windows.json | jq -r '.paths | keys | length')" 2

# ---- what is refused

# refused NAME PART ARGUMENT...: exit code 2, a sentence, nothing changed.
refused() {
    local name=$1 part=$2
    shift 2
    code "$name" 2 "$PLAINSIGHT" spec update "$@"
    has "$name: says why" "$(cat "$work/err")" "$part"
    is "$name: prints nothing" "$(cat "$work/out")" ""
}
printf 'openapi: 3.0.3\ninfo: {title: x, version: "1"}\npaths: {}\npaths: {}\n' >twice.yaml
cp twice.yaml twice.kept
refused "duplicate keys" "twice.yaml:4:1" twice.yaml
same_file "and the document is as it was" twice.yaml twice.kept
refused "no such document" "none.yaml" none.yaml
refused "standard input" "name a file" -
refused "two ways at once" "exclude each other" --patch --dry-run openapi.yaml
sed 's/shop.example/elsewhere.example/; s/v1/v7/; s/users/others/' kept.yaml >elsewhere.yaml
refused "a document of something else" "speaks for no service" elsewhere.yaml
refused "no database" "no database" --db "$work/none.db" openapi.yaml
finish
