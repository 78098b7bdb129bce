#!/bin/bash
# When nothing was found, observe says why.
. "$(dirname "$0")/setup.bash"

# because SCENE SENTENCE: a capture of that scene teaches nothing, and this part of the reason is given.
because() {
    "$sample" "$work/$1.pcap" "$1" || not_ok "the scene $1 can be made"
    code "$1" 0 "$PLAINSIGHT" observe --db "$work/$1.db" "$work/$1.pcap"
    has "$1: nothing was learned" "$(tr '\n' ' ' <"$work/out")" "Nothing was learned: "
    has "$1: because" "$(tr '\n' ' ' <"$work/out")" "$2"
    is "$1: the ledger closes" "$("$PLAINSIGHT" ledger --db "$work/$1.db" | grep -c 'It adds up')" 1
    is "$1: the inventory is calm about it" "$("$PLAINSIGHT" inventory --db "$work/$1.db" | grep -c 'No endpoint is known yet')" 1
    code "$1: there is nothing to document" 2 "$PLAINSIGHT" openapi --db "$work/$1.db"
}

because empty "the input is empty"
because datagrams "they carry something else (UDP, ICMP ...)"
because handshakes "the TCP connections carried no data"
because tls "TLS, which we cannot read"
because one-side "only requests were captured (2), no response"

has "TLS: the host is named" "$("$PLAINSIGHT" inventory --blind-spots --db "$work/tls.db")" ".example"
finish
