#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What people see of the sample capture, word for word. A change here is a change of what they see: read the difference.
. "$(dirname "$0")/setup.bash"
observe_sample

sed -e 's/read in [0-9.]* s/read in N s/' -e "s|$work|WORK|g" "$work/observed" | matches "observe" observe.txt
"$PLAINSIGHT" inventory | matches "inventory" inventory.txt
COLUMNS=140 "$PLAINSIGHT" inventory --noise --blind-spots | matches "inventory, wide, with noise and blind spots" inventory-wide.txt
"$PLAINSIGHT" inventory --json -s payments | matches "inventory --json" inventory.json
"$PLAINSIGHT" inventory --csv | matches "inventory --csv" inventory.csv
"$PLAINSIGHT" findings --read-only | matches "findings" findings.txt
"$PLAINSIGHT" findings --read-only -s payments -f json | matches "findings of services as JSON" findings.json
"$PLAINSIGHT" checks | matches "checks" checks.txt
"$PLAINSIGHT" ledger | matches "ledger" ledger.txt
"$PLAINSIGHT" ledger -s payments | matches "ledger of a service" ledger-payments.txt
"$PLAINSIGHT" show POST /api/orders | matches "show an endpoint" show-post-orders.txt
"$PLAINSIGHT" show GET /v1/users/10481 | matches "show one with personal data, masked" show-get-user.txt
"$PLAINSIGHT" show POST /services/InvoiceService | matches "show one with XML" show-soap.txt
"$PLAINSIGHT" show POST /payments --json | matches "show --json" show-payments.json
"$PLAINSIGHT" why GET /v1/users/10481 | matches "why a number is a parameter" why-user.txt
"$PLAINSIGHT" why GET /v2/users/me | matches "why 'me' is not" why-me.txt
"$PLAINSIGHT" openapi -o "$work/docs" >"$work/files"
sed "s|$work|WORK|g" "$work/files" | matches "openapi names its files" openapi-files.txt
for service in orders.lanternfish.example payments.lanternfish.example_9090; do
    matches "openapi of $service" "openapi/$service.yaml" <"$work/docs/$service.yaml"
done
"$PLAINSIGHT" openapi -s payments.lanternfish.example:9090 -f json --openapi 3.0 --clean |
    matches "openapi 3.0 as JSON, clean" openapi/clean.json
finish
