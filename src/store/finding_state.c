/* SPDX-License-Identifier: Apache-2.0 */
#include "store/finding_state.h"

#include "base/clock.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static const char *const state_names[FINDING_STATES] = {
    [FINDING_OPEN] = "open",
    [FINDING_ACCEPTED] = "accepted",
    [FINDING_FIXED] = "fixed",
    [FINDING_RETURNED] = "returned",
};

const char *finding_state_name(enum finding_state state)
{
    return state_names[state];
}

bool finding_state_from(struct slice name, enum finding_state *ret)
{
    for (unsigned i = 0; i < FINDING_STATES; i++)
        if (slice_eq(name, slice_of(state_names[i])))
            return *ret = (enum finding_state)i, true;
    return false;
}

static void record_turn(struct finding_record *record, enum finding_state state, int64_t now)
{
    if (record->facts.state == state)
        return;
    record->facts.state = state;
    record->facts.changed = now;
}

static bool record_is_accepted(const struct finding_record *record, int64_t now)
{
    return record->facts.reason.len && (record->facts.expires == 0 || now < record->facts.expires);
}

static void record_forget_acceptance(struct finding_record *record)
{
    record->facts.reason = (struct slice){ NULL, 0 };
    record->facts.expires = 0;
}

/* What was found, with what the record knows besides. */
static struct finding record_renew(const struct finding *found, const struct finding *before)
{
    struct finding facts = *found;

    if (facts.newest && facts.newest < facts.last_seen)
        facts.newest = facts.last_seen;
    facts.state = before->state;
    facts.opened = before->opened;
    facts.changed = before->changed;
    facts.reason = before->reason;
    facts.expires = before->expires;
    facts.is_new = false;
    return facts;
}

static void record_start_quiet(struct finding_record *record)
{
    record->quiet = 0;
    record->quiet_since = record->facts.newest;
}

struct finding_record finding_record_new(const struct finding *found, int64_t now)
{
    struct finding_record record = { 0 };
    const struct finding nothing = { .state = FINDING_OPEN, .opened = now, .changed = now };

    record.facts = record_renew(found, &nothing);
    record_start_quiet(&record);
    return record;
}

/* Without times every further count is a new occurrence; with them one that is not later belongs to older traffic. */
static bool happened_again(const struct finding *before, const struct finding *after)
{
    return before->last_seen && after->last_seen ? after->last_seen > before->last_seen
                                                 : after->count > before->count;
}

/* Chances of a look that brought older occurrences too are not counted: which of them are new is not known. */
static void record_count_quiet(struct finding_record *record, const struct finding *before)
{
    const struct finding *after = &record->facts;
    uint64_t most = after->of > after->count ? after->of - after->count : 0;

    if (happened_again(before, after) || !before->newest)
        record_start_quiet(record);
    else if (after->newest > before->newest && after->of > before->of && after->count == before->count)
        record->quiet += after->of - before->of;
    if (record->quiet > most)
        record->quiet = most;
}

static bool record_is_quiet(const struct finding_record *record)
{
    const struct finding *facts = &record->facts;
    int64_t time;
    double rate;

    if (facts->count == 0 || record->quiet < FINDING_QUIET_LEAST || record->quiet >= facts->of ||
        record->quiet_since <= 0 || facts->newest <= record->quiet_since)
        return false;
    time = facts->newest - record->quiet_since;
    rate = (double)facts->count / (double)(facts->of - record->quiet);
    return time >= FINDING_QUIET_TIME &&
           (rate >= 1 || (double)record->quiet * log1p(-rate) < log(FINDING_QUIET_LIKELY));
}

/* The evidence behind what is quiet stays in the catalog and is found for ever: it is back only when it happens again. */
static void record_meet_fixed(struct finding_record *record, bool again, int64_t now)
{
    if (record->by_evidence && !again)
        return;
    record->by_evidence = false;
    if (record_is_accepted(record, now))
        record_turn(record, FINDING_ACCEPTED, now);
    else
        record_turn(record, FINDING_RETURNED, now);
}

void finding_record_meet(struct finding_record *record, const struct finding *found, int64_t now)
{
    struct finding before = record->facts;

    record->facts = record_renew(found, &before);
    record_count_quiet(record, &before);
    if (record->facts.reason.len && !record_is_accepted(record, now)) {
        record_forget_acceptance(record);
        if (before.state == FINDING_ACCEPTED)
            record_turn(record, FINDING_OPEN, now);
    }
    if (record_is_quiet(record)) {
        record->by_evidence = true;
        record_turn(record, FINDING_FIXED, now);
    } else if (record->facts.state == FINDING_FIXED) {
        record_meet_fixed(record, happened_again(&before, &record->facts), now);
    }
}

void finding_record_miss(struct finding_record *record, int64_t now)
{
    if (record->facts.state != FINDING_FIXED)
        record->by_evidence = false;
    record_turn(record, FINDING_FIXED, now);
}

void finding_record_accept(struct finding_record *record, struct slice reason, int64_t expires, int64_t now)
{
    record->facts.reason = reason;
    record->facts.expires = expires;
    if (record->facts.state != FINDING_FIXED)
        record_turn(record, FINDING_ACCEPTED, now);
}

void finding_record_reopen(struct finding_record *record, int64_t now)
{
    record_forget_acceptance(record);
    record->by_evidence = false;
    record_start_quiet(record);
    record_turn(record, FINDING_OPEN, now);
}

static bool facts_same(const struct finding *a, const struct finding *b)
{
    return slice_eq(a->room, b->room) && slice_eq(a->kind, b->kind) && slice_eq(a->service, b->service) &&
           slice_eq(a->subject, b->subject) && a->severity == b->severity && a->count == b->count &&
           a->of == b->of && a->first_seen == b->first_seen && a->last_seen == b->last_seen &&
           a->newest == b->newest && a->state == b->state && a->opened == b->opened &&
           a->changed == b->changed && slice_eq(a->reason, b->reason) && a->expires == b->expires;
}

bool finding_record_same(const struct finding_record *a, const struct finding_record *b)
{
    return facts_same(&a->facts, &b->facts) && a->by_evidence == b->by_evidence && a->quiet == b->quiet &&
           a->quiet_since == b->quiet_since;
}

static struct slice reason_of_quiet(const struct finding_record *record, char text[FINDING_REASON])
{
    char day[CLOCK_TEXT];
    int len;

    clock_format(record->quiet_since, false, day);
    len =
        snprintf(text, FINDING_REASON,
                 "not seen again in %" PRIu64 " chances since %.10s; before that in %" PRIu64 " of %" PRIu64,
                 record->quiet, day, record->facts.count, record->facts.of - record->quiet);
    return slice_make(text, len > 0 && len < FINDING_REASON ? (size_t)len : 0);
}

struct slice finding_record_reason(const struct finding_record *record, char text[FINDING_REASON])
{
    switch (record->facts.state) {
    case FINDING_ACCEPTED: return record->facts.reason;
    case FINDING_FIXED: return record->by_evidence ? reason_of_quiet(record, text) : SLICE("no longer found");
    default: return (struct slice){ NULL, 0 };
    }
}
