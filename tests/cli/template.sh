#!/bin/bash
# People overrule templates, and take it back: nothing is lost by either.
. "$(dirname "$0")/setup.bash"
observe_sample
service=accounts.lanternfish.example

"$PLAINSIGHT" inventory --csv >"$work/before"
code "no override yet" 0 "$PLAINSIGHT" template --list
has "says so" "$(cat "$work/out")" "No override"

code "pin" 0 "$PLAINSIGHT" template --pin '/v1/users/{number}' -s $service
has "tells how to undo it" "$(cat "$work/out")" "plainsight template --undo 1"
has "the name is in the inventory" "$("$PLAINSIGHT" inventory --csv)" ',/v1/users/{number},'
code "split" 0 "$PLAINSIGHT" template --split /v1/users/10481 -s accounts
has "the segment stands alone" "$("$PLAINSIGHT" inventory --csv)" ',/v1/users/10481,'
has "why says that a person decided" "$("$PLAINSIGHT" why GET /v1/users/10481 | tr A-Z a-z)" "overr"
code "list" 0 "$PLAINSIGHT" template --list
is "both are listed" "$(grep -cE '^ *[12]  (pin|split)' "$work/out")" 2

code "observing more keeps them" 0 "$PLAINSIGHT" observe "$capture"
has "still alone" "$("$PLAINSIGHT" inventory --csv)" ',/v1/users/10481,'
code "undo the split" 0 "$PLAINSIGHT" template --undo 2
lacks "it is gone" "$("$PLAINSIGHT" inventory --csv)" ',/v1/users/10481,'
code "undo the pin" 0 "$PLAINSIGHT" template --undo 1
code "undo twice is an error" 2 "$PLAINSIGHT" template --undo 1
has "history stays" "$("$PLAINSIGHT" template --list)" "undone"

"$PLAINSIGHT" observe --db "$work/fresh.db" "$capture" "$capture" >/dev/null
is "as if nothing had been overruled" "$("$PLAINSIGHT" inventory --csv | cksum)" "$("$PLAINSIGHT" inventory --csv --db "$work/fresh.db" | cksum)"
code "a pattern that fits several services" 2 "$PLAINSIGHT" template --split /a -s '*'
finish
