#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Exit codes and sentences when things are not as they should be.
. "$(dirname "$0")/setup.bash"
export PLAINSIGHT_DB=$work/t.db

for command in inventory "show GET /" "why GET /" "template --list" openapi ledger; do
    # shellcheck disable=SC2086
    code "$command without a database" 2 "$PLAINSIGHT" $command
    has "$command says what to run first" "$(cat "$work/err")" "run 'plainsight observe FILE' first"
    is "$command says it in one line" "$(wc -l <"$work/err")" 1
    is "$command prints nothing else" "$(cat "$work/out")" ""
done
[ -e "$PLAINSIGHT_DB" ]
is "and none of them makes one" $? 1

code "observe nothing" 2 "$PLAINSIGHT" observe
code "observe a file that is not there" 2 "$PLAINSIGHT" observe "$work/none.pcap"
has "names it" "$(cat "$work/err")" "none.pcap"
printf 'Dear reader, this is a letter.\n%.0s' {1..50} >"$work/letter.txt"
code "observe a letter" 2 "$PLAINSIGHT" observe "$work/letter.txt"
has "names it" "$(cat "$work/err")" "letter.txt"
code "--filter without -i" 2 "$PLAINSIGHT" observe --filter 'tcp' "$capture"
code "too many threads" 2 "$PLAINSIGHT" observe --threads=1000 "$capture"
code "a size that is none" 2 "$PLAINSIGHT" observe --memory=lots "$capture"
code "a kind there is not" 2 "$PLAINSIGHT" observe --from=carrier-pigeon "$capture"
has "lists the kinds" "$(cat "$work/err")" "pcap"

head -c 500000 "$capture" >"$work/cut.pcap"
code "a capture that is cut off" 1 "$PLAINSIGHT" observe "$work/cut.pcap"
has "names it" "$(cat "$work/err")" "cut.pcap"
has "what came before the cut is kept" "$(cat "$work/out")" "exchanges read in"
code "one good and one bad input" 1 "$PLAINSIGHT" observe "$work/letter.txt" "$capture"
code "the whole capture" 0 "$PLAINSIGHT" observe "$capture"
is "has nothing to complain about" "$(cat "$work/err")" ""
code "from standard input" 0 "$PLAINSIGHT" observe - <"$capture"
gzip -c "$capture" >"$work/capture.gz"
code "compressed" 0 "$PLAINSIGHT" observe "$work/capture.gz"

code "a service there is not" 2 "$PLAINSIGHT" inventory --service=nobody.example
has "names those there are" "$(cat "$work/err")" "accounts.lanternfish.example"
code "an endpoint there is not" 1 "$PLAINSIGHT" show GET /no/such/thing
code "a filter nothing passes" 1 "$PLAINSIGHT" inventory --path=/no/such/thing
code "why without traffic" 1 "$PLAINSIGHT" why GET /no/such/thing
code "a status that is none" 2 "$PLAINSIGHT" inventory --status=teapot
code "CSV and JSON at once" 2 "$PLAINSIGHT" inventory --csv --json
code "several services to standard output" 2 "$PLAINSIGHT" openapi
has "says how to choose" "$(cat "$work/err")" "--service"
code "several services into one file" 2 "$PLAINSIGHT" openapi -o "$work/all.yaml"
code "two things to do with templates" 2 "$PLAINSIGHT" template --list --undo 1
code "undo what was never done" 2 "$PLAINSIGHT" template --undo 77
code "a template that is no path" 2 "$PLAINSIGHT" template --pin users
code "a merge without a parameter" 2 "$PLAINSIGHT" template --merge /users/me
code "a split of a parameter" 2 "$PLAINSIGHT" template --split '/users/{userId}'
code "a place that cannot be written" 2 "$PLAINSIGHT" openapi -o /proc/none/

for command in inventory "inventory --json" "inventory --csv" ledger help "openapi -s accounts"; do
    # shellcheck disable=SC2086
    { "$PLAINSIGHT" $command 2>"$work/err"; echo $? >"$work/code"; } | true
    sleep 0.05
    is "$command into a closed pipe is quiet" "$(cat "$work/err")" ""
    # shellcheck disable=SC2086
    "$PLAINSIGHT" $command >/dev/full 2>"$work/err"
    is "$command on a full disk: exit code" $? 1
    has "$command on a full disk says so" "$(cat "$work/err")" "could not be written"
done
mkfifo "$work/pipe"
sleep 0.1 <"$work/pipe" &
{ sleep 0.3; "$PLAINSIGHT" inventory; echo $? >"$work/code"; } >"$work/pipe" 2>"$work/err"
is "a closed pipe: exit code" "$(cat "$work/code")" 1
is "a closed pipe: no noise" "$(cat "$work/err")" ""
wait

echo "not a database, but long enough to be taken for one by somebody in a hurry" >"$work/other.db"
code "a database that is none" 2 "$PLAINSIGHT" inventory --db "$work/other.db"
is "is one sentence" "$(wc -l <"$work/err")" 1
finish
