/* SPDX-License-Identifier: Apache-2.0 */
/* Findings that stay: what was found (drift now, posture and incidents later), each with a state that people and evidence
 * change. A finding is known by its id; whoever finds it again says so, and everything else follows:
 *
 *     open ──── no longer found, or long enough not seen again ───► fixed ──── found again ───► returned
 *     open ──── accepted, with a reason, until a day ───► accepted ──── that day ───► open
 *
 * An acceptance holds until its day whatever happens: what was accepted becomes fixed like anything else, and accepted again
 * (not returned) when it is found again before that day.
 *
 * Not seen again: evidence only grows, so a row that was true once would be true for ever. A finding that happened `count`
 * times in `of` chances and then not once in so many further chances that this would be unlikely (below FINDING_QUIET_LIKELY) if
 * nothing had changed, and at least FINDING_QUIET_LEAST of them over FINDING_QUIET_TIME, is fixed by evidence: it stays so
 * however often it is found, until it happens once more.
 *
 * Two clocks. `opened`, `changed` and the days of acceptances are of the wall clock, `now`. Quiet is measured by the clock of
 * the evidence alone, because traffic may have been recorded long before it is read, and in any order: a chance counts as a
 * further one only when `newest` has moved on since the update before, and the time is how far it has moved since the finding
 * was last seen to happen. A capture older than what is known already, read later, therefore makes nothing quiet, and what
 * happened in it does not bring back what is fixed. Of one look alone nothing is quiet: where in it the chances lay is not
 * known. */
#ifndef STORE_FINDINGS_H
#define STORE_FINDINGS_H

#include "base/severity.h"
#include "store/store.h"

#define FINDING_QUIET_LEAST 20
#define FINDING_QUIET_LIKELY 0.01
#define FINDING_QUIET_TIME (24 * 3600 * 1000000000ll)

enum finding_state { FINDING_OPEN, FINDING_ACCEPTED, FINDING_FIXED, FINDING_RETURNED };
#define FINDING_STATES 4

struct finding {
    struct slice id, room; /* room: "drift"; ids differ between rooms */
    struct slice kind, service;
    struct slice subject; /* one line: "GET /users/{id} response:200 /debug" */
    enum severity severity;
    uint64_t count, of;            /* what was seen up to now; both 0: of something never seen */
    int64_t first_seen, last_seen; /* of the evidence; 0: none */
    int64_t
        newest; /* the newest evidence of its service, whatever it is of; 0: not known, and nothing becomes quiet */
    /* Answered by findings_update, and by findings_list (as the last update left them): */
    enum finding_state state;
    int64_t opened, changed; /* wall clock: first found; state last changed */
    struct slice reason;     /* of the state: why it was accepted, by what it is fixed; else empty */
    int64_t expires;         /* accepted: until then; 0: for good */
    bool is_new;             /* first found by this update */
};

/* One look at everything of `room` in the services named (findings of other services are left alone): all that was found now,
 * in any order. Sets the state of each, when it succeeds; findings stored before and not among them become fixed. All of it is one
 * transaction and readable at once; what is as it was is not written. Reasons live in the arena.
 * Needs STORE_EDIT, or STORE_OBSERVE while no lane puts blocks; fails on a store opened to be read. */
bool findings_update(struct store *store, struct slice room, const struct slice *services,
                     size_t service_count, struct finding *found, size_t count, int64_t now,
                     struct arena *arena, struct error *err);
/* An unknown id is an error (ERROR_USAGE), and so are an empty reason and a day that is over. What is fixed stays fixed, with
 * its acceptance for when it is found again. To accept twice alike changes nothing. */
bool finding_accept(struct store *store, struct slice id, struct slice reason, int64_t expires, int64_t now,
                    struct error *err);
/* Takes an acceptance back, and what evidence or an update said of fixed or returned: it is open. */
bool finding_reopen(struct store *store, struct slice id, int64_t now, struct error *err);
typedef void finding_sink(void *context, const struct finding *finding);
/* All of a room, by service, subject, kind. service empty: all. Slices are borrowed until the sink returns; it may not use the
 * store. */
bool findings_list(struct store *store, struct slice room, struct slice service, finding_sink *sink,
                   void *context, struct error *err);
/* What became of one finding. */
struct finding_change {
    int64_t at; /* wall clock */
    enum finding_state state;
    struct slice reason; /* may be empty */
};
#define FINDING_CHANGES 32 /* kept of one finding, the newest */
typedef void finding_change_sink(void *context, const struct finding_change *change);
/* In the order in which it happened; nothing for an id there is not, and of what happened before version 3 of the file. Slices are
 * borrowed until the sink returns; it may not use the store. */
bool findings_history(struct store *store, struct slice id, finding_change_sink *sink, void *context,
                      struct error *err);
const char *finding_state_name(enum finding_state state); /* "open", "accepted", "fixed", "returned" */

#endif
