#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# When nothing was found, observe says why.
. "$(dirname "$0")/setup.bash"

# explains SCENE PART...: what observe says about a capture of that scene.
explains() {
    local scene=$1 part
    "$sample" "$work/$scene.pcap" "$scene" || not_ok "the scene $scene can be made"
    code "$scene" 0 "$PLAINSIGHT" observe --db "$work/$scene.db" "$work/$scene.pcap"
    shift
    for part in "$@"; do
        has "$scene: $part" "$(tr '\n' ' ' <"$work/out")" "$part"
    done
    is "$scene: the ledger closes" "$("$PLAINSIGHT" ledger --db "$work/$scene.db" | grep -c 'It adds up')" 1
}

# because SCENE REASON: it taught nothing.
because() {
    explains "$1" "Nothing was learned: " "$2"
    is "$1: the inventory is calm about it" "$("$PLAINSIGHT" inventory --db "$work/$1.db" | grep -c 'No endpoint is known yet')" 1
    code "$1: there is nothing to document" 2 "$PLAINSIGHT" openapi --db "$work/$1.db"
}

because empty "the input is empty"
because datagrams "they carry something else (UDP, ICMP ...)"
because handshakes "the TCP connections carried no data"
because tls "TLS, which we cannot read"
explains one-side "No exchange is whole: only requests were captured (2), no response"

has "TLS: the host is named" "$("$PLAINSIGHT" inventory --blind-spots --db "$work/tls.db")" ".example"
finish
