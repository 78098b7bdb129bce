/* SPDX-License-Identifier: Apache-2.0 */
/* What the catalog keeps of signals (signal/signal.h): how many exchanges showed a mark, and the subjects of facts with their
 * support. A cell has its own; a service has one for its noise (preflights, TRACE, assets ...), which makes no endpoint. Merging
 * in any order gives the same: counts add, of a kind's subjects the OBSERVED_SUBJECTS with the smallest hash stay. */
#ifndef CATALOG_OBSERVATIONS_H
#define CATALOG_OBSERVATIONS_H

#include "base/buffer.h"
#include "catalog/inventory.h"
#include "catalog/pack.h"
#include "signal/signal.h"

#define OBSERVED_SUBJECTS 16 /* of one kind */

struct observed_fact {
    enum fact_kind kind;
    struct slice subject; /* owned */
    uint64_t hash;        /* of it */
    struct support support;
};

struct observations {
    uint64_t count; /* exchanges looked at */
    uint64_t marks[MARKS];
    struct observed_fact *facts; /* ascending by kind, then hash */
    uint32_t fact_count, fact_room;
    uint64_t overflowed[(FACTS + 63) / 64]; /* kinds of which subjects were dropped */
};

/* Adds what one exchange showed; made when *observations is NULL. false when memory was refused. */
bool observations_learn(struct observations **observations, struct memory *account,
                        const struct signal_reading *reading);
bool observations_merge(struct observations **into, struct memory *account, const struct observations *from);
void observations_free(struct observations *observations, struct memory *account);
void observations_write(const struct observations *observations, struct buffer *out);
/* Merges what was written; false when memory was refused (in->broken: damaged). */
bool observations_read(struct observations **into, struct memory *account, struct unpack *in);

/* For checks: NULL is nothing. */
static inline uint64_t observed(const struct observations *observations, enum mark mark)
{
    return observations ? observations->marks[mark] : 0;
}
/* The facts of one kind, one after the other; answers their number. */
size_t observed_facts(const struct observations *observations, enum fact_kind kind,
                      const struct observed_fact **ret);
/* How often a fact of that kind was seen, all kept subjects together (an exchange with two counts twice). */
uint64_t observed_times(const struct observations *observations, enum fact_kind kind);

#endif
