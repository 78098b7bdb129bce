# What the tests of the command line share; they source it. A test is one script: exit code 0 passed, 77 skipped with the
# reason on the last line, anything else failed. UPDATE=1 rewrites what is kept under tests/golden/cli and the manual and
# completions.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PLAINSIGHT:=build/plainsight}"
if [ ! -x "$PLAINSIGHT" ]; then
    echo "there is no program '$PLAINSIGHT': say where it is with PLAINSIGHT="
    exit 1
fi
PLAINSIGHT=$(realpath "$PLAINSIGHT")
sample=$(dirname "$PLAINSIGHT")/tools/sample/sample
capture=$(dirname "$PLAINSIGHT")/tools/sample/company.pcap
golden=tests/golden/cli
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset COLUMNS NO_COLOR PLAINSIGHT_DB
export LC_ALL=C.UTF-8 TERM=xterm

failures=0

ok() {
    echo "ok - $1"
}

not_ok() {
    failures=$((failures + 1))
    echo "not ok - $1"
}

# is NAME ACTUAL EXPECTED
is() {
    if [ "$2" = "$3" ]; then
        ok "$1"
    else
        not_ok "$1"
        printf '  got:      %s\n  expected: %s\n' "$2" "$3"
    fi
}

# has NAME TEXT PART
has() {
    if [[ $2 == *"$3"* ]]; then
        ok "$1"
    else
        not_ok "$1"
        printf '  got:          %s\n  should have: %s\n' "$2" "$3"
    fi
}

# lacks NAME TEXT PART
lacks() {
    if [[ $2 != *"$3"* ]]; then
        ok "$1"
    else
        not_ok "$1"
        printf '  got:             %s\n  should not have: %s\n' "$2" "$3"
    fi
}

# code NAME EXPECTED COMMAND...: its exit code; what it says is left in $work/out and $work/err.
code() {
    local name=$1 expected=$2 actual
    shift 2
    "$@" >"$work/out" 2>"$work/err"
    actual=$?
    is "$name: exit code" "$actual" "$expected"
    [ "$actual" = "$expected" ] || tail -n 5 "$work/out" "$work/err"
}

# matches NAME FILE: standard input is what FILE below tests/golden/cli holds.
matches() {
    local name=$1 file=$golden/$2
    cat >"$work/actual"
    if [ "${UPDATE:-}" = 1 ]; then
        mkdir -p "$(dirname "$file")"
        cp "$work/actual" "$file"
    fi
    if diff -u "$file" "$work/actual" >"$work/diff" 2>&1; then
        ok "$name"
    else
        not_ok "$name (UPDATE=1 $0 rewrites $file)"
        head -n 60 "$work/diff"
    fi
}

# The sample capture, observed once a script.
observe_sample() {
    export PLAINSIGHT_DB=$work/sample.db
    if ! "$PLAINSIGHT" observe "$capture" >"$work/observed" 2>&1; then
        cat "$work/observed"
        not_ok "the sample capture can be observed"
        finish
    fi
}

skip() {
    echo "$1"
    exit 77
}

finish() {
    [ "$failures" = 0 ]
    exit
}

# Width in columns of the widest line of standard input; tests whose output is ASCII and a few dots need no more.
widest() {
    awk '{ gsub(/[\200-\277]/, ""); if (length($0) > most) most = length($0) } END { print most + 0 }'
}

commands=(observe inventory show why template openapi findings checks drift "spec validate" "spec convert" "spec diff" "spec update" ledger help)
