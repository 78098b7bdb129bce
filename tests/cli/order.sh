#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Connections in another order, in lanes, in ten runs into one database: the same inventory, documents and ledger.
. "$(dirname "$0")/setup.bash"
command -v python3 >/dev/null || skip "there is no python3 to shuffle connections with"

tools/order "$PLAINSIGHT" "$capture" || failures=1

# Evidence that fills a lane's share of memory, not the whole ceiling: lanes hand it over instead of forgetting it.
if cc -O1 -D_GNU_SOURCE -o "$work/flood" bench/flood.c -lz 2>"$work/err"; then
    "$work/flood" names 4000 >"$work/names.ndjson"
    for lanes in 1 4; do
        "$PLAINSIGHT" observe --memory 64M --threads $lanes --db "$work/$lanes.db" "$work/names.ndjson" >"$work/said" 2>&1
        "$PLAINSIGHT" inventory --json --db "$work/$lanes.db" >"$work/$lanes.json"
    done
    has "one lane learns something" "$(head -n 3 "$work/1.json")" '"count": 4000'
    is "lanes forget no more than one" "$(cksum <"$work/4.json")" "$(cksum <"$work/1.json")"
else
    not_ok "bench/flood.c can be built"
    cat "$work/err"
fi
finish
