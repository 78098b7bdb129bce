#!/bin/bash
# Connections in another order, in lanes, in ten runs into one database: the same inventory, documents and ledger.
. "$(dirname "$0")/setup.bash"
command -v python3 >/dev/null || skip "there is no python3 to shuffle connections with"
[ -f "$capture" ] || skip "there is no sample capture"

tools/order "$PLAINSIGHT" "$capture"
