#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Ctrl-C ends an observation cleanly: what was read is kept and reported.
. "$(dirname "$0")/setup.bash"
export PLAINSIGHT_DB=$work/t.db

for signal in INT TERM; do
    rm -f "$PLAINSIGHT_DB"*
    mkfifo "$work/pipe.$signal"
    "$PLAINSIGHT" observe - <"$work/pipe.$signal" >"$work/out" 2>"$work/err" &
    pid=$!
    exec 3>"$work/pipe.$signal"
    cat "$capture" >&3
    sleep 0.5
    # Background jobs of a script ignore SIGINT unless the program asks for it: it does.
    kill -$signal $pid
    for _ in {1..50}; do
        kill -0 $pid 2>/dev/null || break
        sleep 0.1
    done
    kill -0 $pid 2>/dev/null && exec 3>&-
    wait $pid
    is "SIG$signal: exit code" $? 0
    exec 3>&-
    has "SIG$signal: it reports" "$(cat "$work/out")" "exchanges read in"
    is "SIG$signal: what was read is kept" "$("$PLAINSIGHT" inventory | grep -c '^GET ')" "$("$PLAINSIGHT" inventory --csv | grep -c ',GET,')"
done
finish
