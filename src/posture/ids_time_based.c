/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers made of a time: UUIDs of version 1 and 6, ObjectIds, seconds, snowflakes. */
#include "posture/identifier_places.h"

static void run(const struct posture_service *service, struct reporter *reporter)
{
    identifiers_report(service, IDENTIFIER_TIME, reporter);
}

const struct check check_ids_time_based = {
    .id = "ids.time_based",
    .title = "Identifiers tell when they were made",
    .why = "Whoever knows about when an object was made has few identifiers left to try.",
    .fix = "Check on every call that the object belongs to who asks, and use random identifiers "
           "(UUID version 4) for what must not be guessed.",
    .severity = SEVERITY_LOW,
    .group = CHECKS_GUESSABLE,
    .owasp = "API1:2023",
    .cwe = 340,
    .run = run,
};
