#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# tools/rooms accepts what the table allows and names each include that it does not.
set -eu
rooms=$(cd "$(dirname "$0")/../.." && pwd)/tools/rooms
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/src/base" "$tree/src/json" "$tree/src/http" "$tree/src/cli"
cat >"$tree/ARCHITECTURE.md" <<'END'
| some | other table |
|---|---|
| `a/` | b |

| room | what lives there | may use | must never know |
|---|---|---|---|
| `base/` | slices | nothing | anything |
| `json/` | scanner | base | http |
| `http/` | messages | base, json | |
| `cli/` | commands | all above | |
END
echo '#include "base/slice.h"' >"$tree/src/base/slice.c"
printf '#include "json/scan.h"\n\n#include "base/slice.h"\n#include <stdio.h>\n' >"$tree/src/json/scan.c"
printf '/* "http/h1.h" in a comment */\n#include "json/scan.h"\n' >"$tree/src/http/h1.c"
printf '#include "http/h1.h"\n#include "json/scan.h"\n' >"$tree/src/cli/main.c"

fail() {
    echo "rooms_test: $*" >&2
    exit 1
}

# expect_fault TEXT: tools/rooms fails and says TEXT.
expect_fault() {
    if said=$("$rooms" "$tree" 2>&1); then
        fail "accepted: $1"
    fi
    case $said in
    *"$1"*) ;;
    *) fail "expected '$1', got '$said'" ;;
    esac
}

"$rooms" "$tree" || fail "refused a right tree"

echo '#  include "http/h1.h"' >>"$tree/src/json/scan.c"
expect_fault 'src/json/scan.c:5: json may not use http'
sed -i '$d' "$tree/src/json/scan.c"

echo '#include "slice.h"' >"$tree/src/base/slice.h"
expect_fault 'src/base/slice.h:1: include "slice.h" does not name its room'
echo '#include "../json/scan.h"' >"$tree/src/base/slice.h"
expect_fault 'src/base/slice.h:1: include "../json/scan.h" does not name its room'
echo '#include "json/losses.list"' >"$tree/src/base/slice.h"
expect_fault 'src/base/slice.h:1: base may not use json'
rm "$tree/src/base/slice.h"

mkdir "$tree/src/attic"
echo 'int x;' >"$tree/src/attic/old.c"
expect_fault 'src/attic/old.c:1: stands in no room'
rm -r "$tree/src/attic"

"$rooms" "$tree" || fail "refused a tree put right"

sed -i 's/| scanner | base |/| scanner | base, http |/' "$tree/ARCHITECTURE.md"
expect_fault 'json may use http, which is no room above it'

echo 'no table' >"$tree/ARCHITECTURE.md"
expect_fault 'no table'
rm "$tree/ARCHITECTURE.md"
expect_fault 'ARCHITECTURE.md with the table of rooms is missing'
