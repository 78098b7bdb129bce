/* SPDX-License-Identifier: Apache-2.0 */
/* What is remembered of a finding, and how looks at the evidence and people change it (see store/findings.h). No SQL. */
#ifndef STORE_FINDING_STATE_H
#define STORE_FINDING_STATE_H

#include "store/findings.h"

struct finding_record {
    /* As found last, and its state. reason and expires are those of the acceptance, in whatever state: a reason means that there
     * is one. is_new is not used. */
    struct finding facts;
    bool by_evidence;    /* fixed because it is quiet, not because it is no longer found */
    uint64_t quiet;      /* chances without it since it was last seen to happen */
    int64_t quiet_since; /* what the newest evidence was then */
};

/* Found for the first time. */
struct finding_record finding_record_new(const struct finding *found, int64_t now);
/* Found again, or still. */
void finding_record_meet(struct finding_record *record, const struct finding *found, int64_t now);
/* Not found, though its service was looked at. */
void finding_record_miss(struct finding_record *record, int64_t now);
void finding_record_accept(struct finding_record *record, struct slice reason, int64_t expires, int64_t now);
void finding_record_reopen(struct finding_record *record, int64_t now);
/* Whether there is nothing to be written. */
bool finding_record_same(const struct finding_record *a, const struct finding_record *b);

/* The reason of the state, into `text` when it has to be put together. */
#define FINDING_REASON 160
struct slice finding_record_reason(const struct finding_record *record, char text[FINDING_REASON]);

bool finding_state_from(struct slice name, enum finding_state *ret);

#endif
