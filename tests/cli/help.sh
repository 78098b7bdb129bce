#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Help: every command explains itself within 80 columns; a slip of the fingers gets a hint.
. "$(dirname "$0")/setup.bash"

is "--version" "$("$PLAINSIGHT" --version | grep -cE '^plainsight [0-9]+\.[0-9]+\.[0-9]+$')" 1
overview=$("$PLAINSIGHT" --help)
code "no command" 2 "$PLAINSIGHT"
has "no command shows the overview, on standard error" "$(cat "$work/err")" "Commands"
is "and nothing on standard output" "$(cat "$work/out")" ""

for command in "${commands[@]}"; do
    read -ra words <<<"$command"
    code "$command --help" 0 "$PLAINSIGHT" "${words[@]}" --help
    has "$command --help names itself" "$(head -n 1 "$work/out")" "plainsight $command: "
    for part in Options Examples "Exit codes" --help; do
        has "$command --help has $part" "$(cat "$work/out")" "$part"
    done
    is "help $command says the same" "$("$PLAINSIGHT" help "${words[@]}")" "$(cat "$work/out")"
    is "$command -h too, whatever follows" "$("$PLAINSIGHT" "${words[@]}" -h --no-such-option)" "$(cat "$work/out")"
    is "$command --help fits 80 columns" "$(($(widest <"$work/out") <= 80))" 1
    has "the overview lists $command" "$overview" "
  $command "
    code "$command --nonsense" 2 "$PLAINSIGHT" "${words[@]}" --nonsense
    is "$command --nonsense is one sentence and a hint" "$(wc -l <"$work/err")" 2
    has "$command --nonsense says what" "$(cat "$work/err")" "There is no option '--nonsense' in '$command'"
done
is "the overview fits 80 columns" "$(($(widest <<<"$overview") <= 80))" 1
is "and lists nothing twice" "$(awk '/^Commands/ { on = 1; next } /^$/ { on = 0 } on && /^  [a-z]/' <<<"$overview" | sed 's/^  //; s/  .*//')" "$(printf '%s\n' "${commands[@]}")"

code "a command that is nearly one" 2 "$PLAINSIGHT" inventry
has "is guessed" "$(cat "$work/err")" "did you mean 'inventory'?"
code "an option that is nearly one" 2 "$PLAINSIGHT" inventory --servce=x
has "is guessed" "$(cat "$work/err")" "did you mean --service?"
code "an unknown word" 2 "$PLAINSIGHT" $'\e[31mfrobnicate'
lacks "is shown without its escapes" "$(cat "$work/err")" $'\e'
code "help of an unknown command" 2 "$PLAINSIGHT" help frobnicate
code "a value that is no choice" 2 "$PLAINSIGHT" openapi --format=xml
has "names the choices" "$(cat "$work/err")" "yaml json"
code "an operand too many" 2 "$PLAINSIGHT" ledger x
code "an operand too few" 2 "$PLAINSIGHT" show GET
has "shows the usage" "$(cat "$work/err")" "METHOD PATH|URL"
finish
