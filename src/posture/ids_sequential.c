/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers that are dense integers, in paths, queries and bodies, and what counting them would reach. */
#include "posture/identifier_places.h"

static void run(const struct posture_service *service, struct reporter *reporter)
{
    identifiers_report(service, IDENTIFIER_SEQUENTIAL, reporter);
}

const struct check check_ids_sequential = {
    .id = "ids.sequential",
    .title = "Objects have numbers one after the other",
    .why = "Whoever has one number has them all: where a check of the object is missing, everything "
           "is read by counting.",
    .fix = "Check on every call that the object belongs to who asks, and name objects by random "
           "identifiers (UUID version 4).",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GUESSABLE,
    .owasp = "API1:2023",
    .cwe = 639,
    .run = run,
};
