#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Law 6: of 200 secrets and personal values, planted wherever traffic can carry them, none is found again: not in the database, every
# compressed part of it taken apart, nor in anything that is printed or written; raw, in hexadecimal, base64 or percent-encoded.
. "$(dirname "$0")/setup.bash"
export PLAINSIGHT_DB=$work/t.db
tool=$(dirname "$PLAINSIGHT")/tests/cli/secrets_tool
[ -x "$tool" ] || skip "there is no $tool: configure with -Dtests=true"

"$tool" plant "$work/traffic.ndjson" "$work/secrets" || not_ok "the exchanges are written"
is "there are 200 of them" "$(sort -u "$work/secrets" | wc -l)" 200
"$tool" search "$work/secrets" "$work/traffic.ndjson" >"$work/planted"
is "the search finds what is there" "$(awk '{ print $NF }' "$work/planted" | sort -u | wc -l | awk '{ print ($1 > 150) }')" 1

mkdir "$work/said" "$work/docs" "$work/home"
cd "$work/home" || exit 1 # what is written beside must be found too

# says NAME COMMAND...: what it prints, on both outputs, is kept to be searched.
says() {
    local name=$1
    shift
    "$PLAINSIGHT" "$@" >"$work/said/$name.out" 2>"$work/said/$name.err"
}

says observe observe "$work/traffic.ndjson"
has "everything was read" "$(cat "$work/said/observe.out" "$work/said/observe.err")" "exchanges"
says again observe --threads 2 "$work/traffic.ndjson"
"$tool" dump "$PLAINSIGHT_DB" "$work/dump" || not_ok "the database can be taken apart"
is "the database was taken apart" "$(grep -ac 'api.example.com' "$work/dump" | awk '{ print ($1 > 0) }')" 1

for form in "" --json --csv; do
    says "inventory$form" inventory --noise --blind-spots $form
done
says ledger ledger
says ledger-json ledger --json
for form in "" --clean "--format json" "--openapi 3.0"; do
    says "openapi${form// /}" openapi $form -o "$work/docs/document${form// /}/"
done
for form in table json sarif csv ocsf; do
    says "findings-$form" findings --format "$form"
done
document=$(find "$work/docs" -type f | head -n 1)
for form in table json sarif junit markdown; do
    says "drift-$form" drift "$document" --format "$form"
done
# A document that promises little: what is missing from it is told with examples.
cat >"$work/docs/poor.yaml" <<'END'
openapi: 3.1.0
info: { title: poor, version: "1" }
servers: [{ url: "http://api.example.com" }]
paths:
  /settings:
    get:
      responses:
        "200":
          description: all
          content:
            application/json:
              schema:
                type: object
                properties:
                  value: { type: string, enum: [none], pattern: "^x$", format: uuid, maxLength: 2 }
  /search:
    get:
      parameters:
        - { name: q, in: query, schema: { type: string, enum: [none] } }
      responses:
        "200": { description: all }
  /customers:
    get:
      responses:
        "200":
          description: all
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: { type: array, items: { type: object, properties: { salary: { type: integer, maximum: 3 }, latitude: { type: number, maximum: 3 } } } }
END
for form in table json sarif junit markdown; do
    says "drift-poor-$form" drift "$work/docs/poor.yaml" --format "$form"
done
cp "$work/docs/poor.yaml" "$work/docs/updated.yaml"
says update spec update "$work/docs/updated.yaml"
says template template --list
if command -v jq >/dev/null; then
    number=0
    while IFS=$'\t' read -r method path; do
        number=$((number + 1))
        says "show-$number" show "$method" "$path"
        says "show-json-$number" show "$method" "$path" --json
        says "why-$number" why "$method" "$path"
        says "why-json-$number" why "$method" "$path" --json
    done < <(jq -r '.services[].endpoints[] | [.method, .path] | @tsv' "$work/said/inventory--json.out")
    is "endpoints were looked at" "$((number > 10))" 1
fi
"$tool" dump "$PLAINSIGHT_DB" "$work/dump-after" || not_ok "the database can be taken apart afterwards"

find "$work/said" "$work/docs" "$work/home" "$PLAINSIGHT_DB"* "$work/dump" "$work/dump-after" -type f -print0 |
    xargs -0 "$tool" search "$work/secrets" >"$work/found"
is "none of them is found again" "$(wc -l <"$work/found")" 0
sed "s|$work/||" "$work/found" | head -n 40
finish
