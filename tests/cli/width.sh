#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# No line is wider than the terminal, and a wider one shows more.
. "$(dirname "$0")/setup.bash"
observe_sample

# fits NAME COMMAND...
fits() {
    local name=$1 width
    shift
    for width in 40 60 80 100 132 200; do
        widest=$(COLUMNS=$width "$@" 2>&1 | widest)
        [ "$widest" -le "$width" ] || is "$name fits $width columns" "$widest" "$width"
    done
    ok "$name fits every terminal"
}

fits inventory "$PLAINSIGHT" inventory
fits "inventory with everything" "$PLAINSIGHT" inventory --noise --blind-spots
fits ledger "$PLAINSIGHT" ledger
for endpoint in "POST /api/orders" "GET /v2/users/me" "GET /api/orders" "POST /payments" "GET /v1/users/10481" "POST /services/InvoiceService"; do
    # shellcheck disable=SC2086
    fits "show $endpoint" "$PLAINSIGHT" show $endpoint
    # shellcheck disable=SC2086
    fits "why $endpoint" "$PLAINSIGHT" why $endpoint
done
has "132 columns show when an endpoint was seen" "$(COLUMNS=132 "$PLAINSIGHT" inventory)" "LAST SEEN"
is "without a terminal it is 80 columns" "$("$PLAINSIGHT" inventory)" "$(COLUMNS=80 "$PLAINSIGHT" inventory)"
lacks "without a terminal there are no colours" "$("$PLAINSIGHT" inventory)" $'\e'

if command -v script >/dev/null; then
    tty() {
        script -qec "$1" /dev/null </dev/null
    }
    has "a terminal has colours" "$(tty "$PLAINSIGHT inventory")" $'\e['
    lacks "not with NO_COLOR" "$(NO_COLOR=1 tty "$PLAINSIGHT inventory")" $'\e['
    lacks "not when TERM is dumb" "$(TERM=dumb tty "$PLAINSIGHT inventory")" $'\e['
    has "progress is one line, rewritten" "$(tty "$PLAINSIGHT observe --db $work/p.db $capture")" $'\r'
fi
finish
