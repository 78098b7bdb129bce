/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers that are a counter behind a prefix, an encoded or hashed small integer, or a few random characters. */
#include "posture/identifier_places.h"

static void run(const struct posture_service *service, struct reporter *reporter)
{
    identifiers_report(service, IDENTIFIER_WEAK, reporter);
}

const struct check check_ids_low_entropy = {
    .id = "ids.low_entropy",
    .title = "Identifiers have too little chance in them",
    .why = "They look random or odd, and are a number in disguise or so short that all can be tried.",
    .fix = "Check on every call that the object belongs to who asks, and use identifiers with at "
           "least 64 random bits.",
    .severity = SEVERITY_MEDIUM,
    .group = CHECKS_GUESSABLE,
    .owasp = "API1:2023",
    .cwe = 331,
    .run = run,
};
