/* SPDX-License-Identifier: Apache-2.0 */
/* Where requests name objects by an identifier, and what whoever guesses one would reach. Shared by the checks of what is guessable. */
#ifndef POSTURE_IDENTIFIER_PLACES_H
#define POSTURE_IDENTIFIER_PLACES_H

#include "posture/check.h"
#include "posture/identifier.h"

/* Reports every place of the service whose identifiers are of that kind: parameters of paths and queries, members of request bodies.
 * How much it matters follows from what the endpoint hands out and changes, and from whether an object was ever refused. */
void identifiers_report(const struct posture_service *service, enum identifier_kind kind,
                        struct reporter *reporter);

#endif
