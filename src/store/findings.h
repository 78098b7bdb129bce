/* SPDX-License-Identifier: Apache-2.0 */
/* Findings that stay: what was found (drift now, posture and incidents later), each with a state that people and evidence
 * change. A finding is known by its id; whoever finds it again says so, and everything else follows:
 *
 *     open ──── no longer found, or long enough not seen again ───► fixed ──── found again ───► returned
 *     open ──── accepted, with a reason, until a day ───► accepted ──── that day ───► open
 *
 * Not seen again: evidence only grows, so a row that was true once would be true for ever. A finding that happened `count`
 * times in `of` chances and then not once in so many further chances that this would be unlikely (below 1 in 100) if nothing had
 * changed, and at least FINDING_QUIET_LEAST of them over FINDING_QUIET_TIME, is fixed by evidence; one more occurrence
 * brings it back. */
#ifndef STORE_FINDINGS_H
#define STORE_FINDINGS_H

#include "base/severity.h"
#include "store/store.h"

#define FINDING_QUIET_LEAST 20
#define FINDING_QUIET_TIME (24 * 3600 * 1000000000ll)

enum finding_state { FINDING_OPEN, FINDING_ACCEPTED, FINDING_FIXED, FINDING_RETURNED };

struct finding {
    struct slice id, room; /* room: "drift" */
    struct slice kind, service;
    struct slice subject; /* one line: "GET /users/{id} response:200 /debug" */
    enum severity severity;
    uint64_t count, of;            /* what was seen up to now; both 0: of something never seen */
    int64_t first_seen, last_seen; /* of the evidence; 0: none */
    /* Answered by findings_update, and by findings_list: */
    enum finding_state state;
    int64_t opened, changed; /* wall clock: first found; state last changed */
    struct slice reason; /* of the state: who accepted and why, by what evidence it is fixed; may be empty */
    int64_t expires;     /* accepted: until then; 0: for good */
    bool is_new;         /* first found by this update */
};

/* One look at everything of `room` in the services named (findings of other services are left alone): all that was found now, in any
 * order. Sets the state of each; findings stored before and not among them become fixed. Those become readable at once. */
bool findings_update(struct store *store, struct slice room, const struct slice *services,
                     size_t service_count, struct finding *found, size_t count, int64_t now,
                     struct arena *arena, struct error *err);
/* An unknown id is an error (ERROR_USAGE). */
bool finding_accept(struct store *store, struct slice id, struct slice reason, int64_t expires, int64_t now,
                    struct error *err);
bool finding_reopen(struct store *store, struct slice id, int64_t now, struct error *err);
typedef void finding_sink(void *context, const struct finding *finding);
/* All of a room, by service, subject, kind. service empty: all. */
bool findings_list(struct store *store, struct slice room, struct slice service, finding_sink *sink,
                   void *context, struct error *err);
const char *finding_state_name(enum finding_state state); /* "open", "accepted", "fixed", "returned" */

#endif
