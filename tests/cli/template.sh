#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# People overrule templates, and take it back: nothing is lost by either.
. "$(dirname "$0")/setup.bash"
observe_sample
service=shop.lanternfish.example

# paths: method and template of every endpoint of the shop.
paths() {
    "$PLAINSIGHT" inventory -s $service --csv | cut -d, -f2,3
}

"$PLAINSIGHT" inventory --csv >"$work/before"
lacks "what the traffic says" "$(paths)" "/api/categories/torches/products"
has "what the traffic says" "$(paths)" "GET,/api/products/search"
code "no override yet" 0 "$PLAINSIGHT" template --list
has "says so" "$(cat "$work/out")" "No override"

code "split" 0 "$PLAINSIGHT" template --split /api/categories/torches -s shop
has "tells how to undo it" "$(cat "$work/out")" "plainsight template --undo 1"
has "the segment stands alone" "$(paths)" "GET,/api/categories/torches/products"
has "its siblings stay together" "$(paths)" "GET,/api/categories/{"
has "why says that a person decided" "$("$PLAINSIGHT" why GET /api/categories/torches/products -s shop)" "overr"
code "merge" 0 "$PLAINSIGHT" template --merge '/api/products/{sku}' -s $service
lacks "all siblings are values" "$(paths)" "GET,/api/products/search"
code "pin" 0 "$PLAINSIGHT" template --pin /api/products/search
has "a later override wins" "$(paths)" "GET,/api/products/search"
code "list" 0 "$PLAINSIGHT" template --list
is "all are listed" "$(grep -cE '^ *[123]  (pin|split|merge)' "$work/out")" 3
has "those without a service hold everywhere" "$(cat "$work/out")" "every service"

code "observing more keeps them" 0 "$PLAINSIGHT" observe "$capture"
has "it still stands alone" "$(paths)" "GET,/api/categories/torches/products"
for id in 3 2 1; do
    code "undo $id" 0 "$PLAINSIGHT" template --undo $id
done
lacks "the split is gone" "$(paths)" "/api/categories/torches/products"
code "undo twice is an error" 2 "$PLAINSIGHT" template --undo 1
is "history stays" "$("$PLAINSIGHT" template --list | grep -c undone)" 3

"$PLAINSIGHT" observe --db "$work/fresh.db" "$capture" "$capture" >/dev/null
is "as if nothing had been overruled" "$("$PLAINSIGHT" inventory --json | cksum)" \
    "$("$PLAINSIGHT" inventory --json --db "$work/fresh.db" | cksum)"
code "a pattern that fits several services" 2 "$PLAINSIGHT" template --split /a -s '*'
finish
