/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/observations.h"

#include "base/hash.h"
#include "catalog/cell.h"

static bool facts_grow(struct observations *into, struct memory *account)
{
    uint32_t room = into->fact_room ? 2 * into->fact_room : 4;
    struct observed_fact *grown;

    if (into->fact_count < into->fact_room)
        return true;
    grown = memory_resize(account, into->facts, into->fact_room * sizeof *grown, room * sizeof *grown);
    if (!grown)
        return false;
    into->facts = grown;
    into->fact_room = room;
    return true;
}

static void facts_remove(struct observations *into, struct memory *account, uint32_t place)
{
    struct slice subject = into->facts[place].subject;

    memory_give(account, (char *)(uintptr_t)subject.at, subject.len);
    into->fact_count--;
    memmove(&into->facts[place], &into->facts[place + 1], (into->fact_count - place) * sizeof *into->facts);
}

static uint32_t facts_place(const struct observations *into, enum fact_kind kind, uint64_t hash)
{
    uint32_t place = 0;

    while (place < into->fact_count && (into->facts[place].kind < kind ||
                                        (into->facts[place].kind == kind && into->facts[place].hash < hash)))
        place++;
    return place;
}

static bool facts_insert(struct observations *into, struct memory *account, uint32_t place,
                         const struct observed_fact *fact)
{
    char *text = NULL;

    if (!facts_grow(into, account))
        return false;
    if (fact->subject.len) {
        text = memory_get(account, fact->subject.len);
        if (!text)
            return false;
        memcpy(text, fact->subject.at, fact->subject.len);
    }
    memmove(&into->facts[place + 1], &into->facts[place], (into->fact_count - place) * sizeof *into->facts);
    into->facts[place] = *fact;
    into->facts[place].subject = slice_make(text, fact->subject.len);
    into->fact_count++;
    return true;
}

/* Of each kind the subjects with the smallest hash stay: a choice that does not depend on order. */
static void facts_bound(struct observations *into, struct memory *account, enum fact_kind kind)
{
    uint32_t first = facts_place(into, kind, 0), end = first;

    while (end < into->fact_count && into->facts[end].kind == kind)
        end++;
    if (end - first <= OBSERVED_SUBJECTS)
        return;
    facts_remove(into, account, end - 1);
    into->overflowed[kind / 64] |= 1ull << kind % 64;
}

static bool facts_add(struct observations *into, struct memory *account, const struct observed_fact *fact)
{
    uint32_t place = facts_place(into, fact->kind, fact->hash);

    if (place < into->fact_count && into->facts[place].kind == fact->kind &&
        into->facts[place].hash == fact->hash) {
        support_merge(&into->facts[place].support, &fact->support);
        return true;
    }
    if (!facts_insert(into, account, place, fact))
        return false;
    facts_bound(into, account, fact->kind);
    return true;
}

static struct observations *observations_get(struct observations **observations, struct memory *account)
{
    if (!*observations)
        *observations = memory_get(account, sizeof **observations);
    return *observations;
}

bool observations_learn(struct observations **observations, struct memory *account,
                        const struct signal_reading *reading)
{
    struct observations *into = observations_get(observations, account);
    bool whole = into != NULL;

    if (!into)
        return false;
    into->count++;
    for (uint64_t marks = reading->marks; marks; marks &= marks - 1)
        into->marks[__builtin_ctzll(marks)]++;
    for (size_t i = 0; i < reading->fact_count; i++) {
        struct slice subject = reading->facts[i].subject;
        struct observed_fact fact = { .kind = reading->facts[i].kind };

        subject.len = subject.len < SIGNAL_SUBJECT ? subject.len : SIGNAL_SUBJECT;
        fact.subject = subject;
        fact.hash = hash_content(subject);
        support_add(&fact.support, reading->exchange->started, 1);
        whole &= facts_add(into, account, &fact);
    }
    return whole;
}

bool observations_merge(struct observations **into, struct memory *account, const struct observations *from)
{
    struct observations *mine = from ? observations_get(into, account) : NULL;
    bool whole = true;

    if (!from || !mine)
        return !from;
    mine->count += from->count;
    for (size_t i = 0; i < MARKS; i++)
        mine->marks[i] += from->marks[i];
    for (uint32_t i = 0; i < from->fact_count; i++)
        whole &= facts_add(mine, account, &from->facts[i]);
    for (size_t i = 0; i < sizeof mine->overflowed / sizeof *mine->overflowed; i++)
        mine->overflowed[i] |= from->overflowed[i];
    return whole;
}

void observations_free(struct observations *observations, struct memory *account)
{
    if (!observations)
        return;
    while (observations->fact_count)
        facts_remove(observations, account, observations->fact_count - 1);
    memory_give(account, observations->facts, observations->fact_room * sizeof *observations->facts);
    memory_give(account, observations, sizeof *observations);
}

/* Marks and kinds that a later version adds are written by their numbers; an earlier one leaves them out. */
void observations_write(const struct observations *observations, struct buffer *out)
{
    pack_u64(out, observations != NULL);
    if (!observations)
        return;
    pack_u64(out, observations->count);
    for (size_t i = 0; i < MARKS; i++)
        if (observations->marks[i]) {
            pack_u64(out, i + 1);
            pack_u64(out, observations->marks[i]);
        }
    pack_u64(out, 0);
    for (uint32_t i = 0; i < observations->fact_count; i++) {
        const struct observed_fact *fact = &observations->facts[i];

        pack_u64(out, (uint64_t)fact->kind + 1);
        pack_slice(out, fact->subject);
        pack_u64(out, fact->support.count);
        pack_i64(out, fact->support.first);
        pack_i64(out, fact->support.last);
    }
    pack_u64(out, 0);
    for (size_t i = 0; i < FACTS; i++)
        if (observations->overflowed[i / 64] >> i % 64 & 1)
            pack_u64(out, i + 1);
    pack_u64(out, 0);
}

static bool read_facts(struct observations *into, struct memory *account, struct unpack *in)
{
    bool whole = true;
    uint64_t kind;

    while (!in->broken && (kind = unpack_u64(in)) != 0) {
        struct observed_fact fact = { .kind = (enum fact_kind)(kind - 1), .subject = unpack_slice(in) };

        fact.hash = hash_content(fact.subject);
        fact.support.count = unpack_u64(in);
        fact.support.first = unpack_i64(in);
        fact.support.last = unpack_i64(in);
        if (!in->broken && kind <= FACTS && fact.subject.len <= SIGNAL_SUBJECT)
            whole &= facts_add(into, account, &fact);
    }
    while (!in->broken && (kind = unpack_u64(in)) != 0)
        if (kind <= FACTS)
            into->overflowed[(kind - 1) / 64] |= 1ull << (kind - 1) % 64;
    return whole;
}

bool observations_read(struct observations **into, struct memory *account, struct unpack *in)
{
    struct observations *mine;
    uint64_t mark;

    if (unpack_u64(in) == 0 || in->broken)
        return !in->broken;
    mine = observations_get(into, account);
    if (!mine)
        return false;
    mine->count += unpack_u64(in);
    while (!in->broken && (mark = unpack_u64(in)) != 0) {
        uint64_t count = unpack_u64(in);

        if (mark <= MARKS)
            mine->marks[mark - 1] += count;
    }
    return read_facts(mine, account, in);
}

size_t observed_facts(const struct observations *observations, enum fact_kind kind,
                      const struct observed_fact **ret)
{
    uint32_t first = observations ? facts_place(observations, kind, 0) : 0, end = first;

    while (observations && end < observations->fact_count && observations->facts[end].kind == kind)
        end++;
    *ret = observations ? observations->facts + first : NULL;
    return end - first;
}

uint64_t observed_times(const struct observations *observations, enum fact_kind kind)
{
    const struct observed_fact *facts;
    size_t count = observed_facts(observations, kind, &facts);
    uint64_t times = 0;

    for (size_t i = 0; i < count; i++)
        times += facts[i].support.count;
    return times;
}
