#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The manual page and the completions in the repository are those the program makes of its descriptors.
. "$(dirname "$0")/setup.bash"

# same NAME FILE ARGUMENT...
same() {
    local name=$1 file=$2
    shift 2
    if ! "$PLAINSIGHT" help "$@" >"$work/made"; then
        not_ok "$name"
        return
    fi
    if [ "${UPDATE:-}" = 1 ]; then
        mkdir -p "$(dirname "$file")"
        cp "$work/made" "$file"
    fi
    if diff -u "$file" "$work/made" | head -n 20; then
        ok "$name"
    else
        not_ok "$name (UPDATE=1 $0 rewrites $file)"
    fi
}

same "the manual page agrees with the commands" docs/plainsight.1 --man
for shell in bash zsh fish; do
    same "the completion for $shell agrees with the commands" "completions/plainsight.$shell" --completion=$shell
done

if command -v man >/dev/null && command -v groff >/dev/null; then
    is "the manual page has no mistakes" "$(man --warnings -l docs/plainsight.1 2>&1 >/dev/null)" ""
fi
for command in "${commands[@]}"; do
    has "the manual has $command" "$(cat docs/plainsight.1)" ".SS \"plainsight $command "
done

# complete WORD...: what bash offers for the last word.
complete_words() {
    bash -c '
        . completions/plainsight.bash
        compopt() { :; }
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _plainsight
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
is "bash completes commands" "$(complete_words plainsight inv)" "inventory"
is "bash completes options" "$(complete_words plainsight inventory --ser)" "--service="
is "bash completes values after =" "$(complete_words plainsight openapi --format = j)" "json"
is "bash completes values after a space" "$(complete_words plainsight openapi -f y)" "yaml"
is "bash completes commands after help" "$(complete_words plainsight help led)" "ledger"
mkdir "$work/place"
touch "$work/place/capture.pcap"
is "bash completes files" "$(complete_words plainsight observe "$work/place/cap")" "$work/place/capture.pcap"
for shell in zsh fish; do
    if command -v $shell >/dev/null; then
        code "$shell can read its completion" 0 $shell -n completions/plainsight.$shell
    fi
done
finish
