#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What scripts read: one JSON document each, the same bytes every time, figures that agree with each other.
. "$(dirname "$0")/setup.bash"
command -v jq >/dev/null || skip "jq is not installed"
observe_sample

"$PLAINSIGHT" inventory --json >"$work/json"
code "inventory --json is one document" 0 jq -es 'length == 1' "$work/json"
is "and the same every time" "$("$PLAINSIGHT" inventory --json | cksum)" "$(cksum <"$work/json")"
# true NAME FILTER [FILE]: jq says so.
true_of() {
    is "$1" "$(jq -r "$2" "${3:-$work/json}" 2>&1)" true
}
true_of "services are sorted" '[.services[].service] | . == sort'
true_of "times are RFC 3339" '[.. | .first? // empty] | all(test("^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]+)?Z$"))'
true_of "calls of an endpoint are the sum of its status classes" '[.services[].endpoints[] | .count == ([.statusClasses[]] | add)] | all'
true_of "every endpoint has an id of its own" '[.services[].endpoints[].id] | length == (unique | length)'
true_of "the ledger closes" '.ledger.closes and ([.services[].ledger.closes] | all)'
true_of "seen is analysed and lost" '[.ledger | del(.closes) | .[] | .seen == .analysed + .lost and .lost == ([.losses[]] | add // 0)] | all'
true_of "path parameters are in the path" '[.services[].endpoints[] | .path as $p | .parameters[] | select(.in == "path") | .name as $n | $p | contains("{" + $n + "}")] | all'
true_of "a filter filters" '[.services[].endpoints[] | .method == "POST"] | all and length > 0' <("$PLAINSIGHT" inventory --json --method post)
true_of "--status filters" '[.services[].endpoints[].statuses | has("404")] | all and length > 0' <("$PLAINSIGHT" inventory --json --status 404)
true_of "--min-count filters" '[.services[].endpoints[].count >= 50] | all and length > 0' <("$PLAINSIGHT" inventory --json --min-count 50)
true_of "--service filters" '[.services[].service] == ["orders.lanternfish.example"]' <("$PLAINSIGHT" inventory --json -s 'orders.*')

"$PLAINSIGHT" inventory --csv >"$work/csv"
is "CSV has a line for every endpoint, and one of titles" "$(wc -l <"$work/csv")" "$(($(jq '[.services[].endpoints[]] | length' "$work/json") + 1))"
is "CSV lines end as RFC 4180 says" "$(grep -c $'\r$' "$work/csv")" "$(wc -l <"$work/csv")"

while IFS=$'\t' read -r service method path count; do
    "$PLAINSIGHT" show --json "$method" "$path" -s "$service" >"$work/one" 2>"$work/err" || cat "$work/err"
    is "show $method $path is that endpoint" "$(jq -r '[.service, .method, .path, .count] | @tsv' "$work/one" 2>&1)" \
        "$service"$'\t'"$method"$'\t'"$path"$'\t'"$count"
done < <(jq -r '.services[] | .service as $s | .endpoints[] | [$s, .method, .path, .count] | @tsv' "$work/json")

"$PLAINSIGHT" ledger --json >"$work/ledger"
is "ledger --json is the ledger of the inventory" "$(jq -S . "$work/ledger")" "$(jq -S .ledger "$work/json")"
"$PLAINSIGHT" why --json GET /v1/users/10481 >"$work/why"
code "why --json is one document" 0 jq -es 'length == 1' "$work/why"
"$PLAINSIGHT" openapi -s orders --format json >"$work/openapi"
true_of "openapi --format json is OpenAPI" '.openapi | startswith("3.1")' "$work/openapi"
true_of "openapi --openapi 3.0" '.openapi | startswith("3.0")' <("$PLAINSIGHT" openapi -s orders -f json --openapi 3.0)
true_of "--clean leaves no figures" '[.. | objects | has("x-plainsight")] | any | not' <("$PLAINSIGHT" openapi -s orders -f json --clean)
finish
