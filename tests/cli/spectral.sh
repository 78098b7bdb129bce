#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Documents of the sample capture, both versions and both formats, pass spectral:oas without an error. So do the goldens.
# Skips when spectral is not installed (npm install --prefix build @stoplight/spectral-cli).
# usage: PLAINSIGHT=... PLAINSIGHT_SAMPLE=... spectral.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

spectral=$(command -v spectral || true)
for place in build-check build; do
    [ -n "$spectral" ] || [ ! -x "$place/node_modules/.bin/spectral" ] || spectral=$PWD/$place/node_modules/.bin/spectral
done
if [ -z "$spectral" ]; then
    echo "spectral is neither on PATH nor under build/node_modules: documents were not linted"
    exit 77
fi

desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
echo 'extends: ["spectral:oas"]' >"$desk/ruleset.yaml"
cp tests/golden/spec/*.json tests/golden/spec/*.yaml "$desk/"
if [ -n "${PLAINSIGHT:-}" ] && [ -n "${PLAINSIGHT_SAMPLE:-}" ]; then
    "$PLAINSIGHT" observe --db "$desk/knowledge.db" "$PLAINSIGHT_SAMPLE"
    for version in 3.1 3.0; do
        for format in yaml json; do
            "$PLAINSIGHT" openapi --db "$desk/knowledge.db" --openapi="$version" --format="$format" \
                -o "$desk/$version-$format"
        done
    done
fi
mapfile -t documents < <(find "$desk" \( -name '*.json' -o -name '*.yaml' \) ! -name ruleset.yaml | sort)
echo "linting ${#documents[@]} documents"
"$spectral" lint --ruleset "$desk/ruleset.yaml" --display-only-failures "${documents[@]}"
