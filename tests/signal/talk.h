/* SPDX-License-Identifier: Apache-2.0 */
/* One exchange as a test writes it, read by all readers: what the catalog would be told of it. */
#ifndef TESTS_SIGNAL_TALK_H
#define TESTS_SIGNAL_TALK_H

#include "signal/signal.h"

#define TALK_TIME 1767225600 /* 2026-01-01T00:00:00Z, when an exchange starts that says nothing else */

struct talk {
    const char *method, *target; /* NULL: GET, "/" */
    const char *fields, *body;   /* of the request; fields: "Name: value" lines */
    unsigned status;             /* 0: 200 */
    const char *answer_fields, *answer;
    const char *scheme, *host;   /* NULL: https, api.example.com */
    const char *client, *server; /* NULL: 198.51.100.7, 203.0.113.10:443; "": not known */
    uint32_t flags;              /* enum exchange_flag */
    bool tests_secrets;
};

/* The marks; talk_facts asks what else was told by the last one. */
uint64_t talk_read(const struct talk *talk);
static inline bool talk_shows(const struct talk *talk, enum mark mark)
{
    return talk_read(talk) >> mark & 1;
}
/* The subjects of one kind, sorted, "; " between; "" when there is none. Until the next call. */
const char *talk_facts(enum fact_kind kind);
/* Both. */
const char *talk_tells(const struct talk *talk, enum fact_kind kind);
void talk_end(void); /* gives the memory back, and fails the test when some is missing */

#endif
