#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The same traffic gives the same bytes: with more lanes, in several runs, compressed, from standard input.
. "$(dirname "$0")/setup.bash"

# knowledge DATABASE: everything that is known, in a few bytes.
knowledge() {
    "$PLAINSIGHT" inventory --json --db "$1" | cksum
    "$PLAINSIGHT" findings -f json --read-only --db "$1" | cksum
    rm -rf "$work/docs"
    "$PLAINSIGHT" openapi -o "$work/docs" --db "$1" >/dev/null
    cat "$work"/docs/* | cksum
}

"$PLAINSIGHT" observe --db "$work/one.db" "$capture" >/dev/null
expected=$(knowledge "$work/one.db")
"$PLAINSIGHT" observe --db "$work/lanes.db" --threads 4 "$capture" >/dev/null
is "four lanes" "$(knowledge "$work/lanes.db")" "$expected"
"$PLAINSIGHT" observe --db "$work/stdin.db" - <"$capture" >/dev/null
is "standard input" "$(knowledge "$work/stdin.db")" "$expected"
gzip -c "$capture" >"$work/capture.gz"
mkdir "$work/directory"
mv "$work/capture.gz" "$work/directory"
"$PLAINSIGHT" observe --db "$work/gzip.db" "$work/directory" >/dev/null
is "compressed, in a directory" "$(knowledge "$work/gzip.db")" "$expected"

"$PLAINSIGHT" observe --db "$work/twice.db" "$capture" "$capture" >/dev/null
"$PLAINSIGHT" observe --db "$work/again.db" "$capture" >/dev/null
"$PLAINSIGHT" observe --db "$work/again.db" "$capture" >/dev/null
is "twice in one run and in two runs" "$(knowledge "$work/again.db")" "$(knowledge "$work/twice.db")"
finish
