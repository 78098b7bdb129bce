/* SPDX-License-Identifier: Apache-2.0 */
/* The facts of one kind, those of all endpoints of a service together: what is true of a token is no property of one endpoint. */
#ifndef POSTURE_MERGED_FACTS_H
#define POSTURE_MERGED_FACTS_H

#include "posture/posture.h"

#define MERGED_FACTS_MOST 256 /* subjects; further ones are left out */

struct merged_fact {
    struct slice subject; /* of the inventory */
    struct support support;
    size_t endpoints;
};

/* Most frequent first, then by subject; answers their number. 0 with *ret NULL when memory was refused, too. */
size_t merged_facts(const struct posture_service *service, enum fact_kind kind, struct arena *arena,
                    const struct merged_fact **ret);
/* How often a mark was seen at all endpoints of the service. */
uint64_t merged_mark(const struct posture_service *service, enum mark mark);

#endif
