/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sample.h"

#include <math.h>

#define SAMPLE_FIRST 4

void sample_init(struct sample *sample, uint16_t keep)
{
    *sample = (struct sample){ .keep = keep ? keep : 1 };
}

/* Halves without a branch: hashes are noise, no branch could be foreseen. */
uint32_t sample_place(const struct sample *sample, uint64_t hash)
{
    const struct sample_entry *low = sample->entries;
    uint32_t count = sample->count;

    if (count == 0)
        return 0;
    while (count > 1) {
        uint32_t half = count / 2;

        low += low[half - 1].hash < hash ? half : 0;
        count -= half;
    }
    return (uint32_t)(low - sample->entries) + (low->hash < hash);
}

const struct sample_entry *sample_find(const struct sample *sample, uint64_t hash)
{
    uint32_t place = sample_place(sample, hash);

    return place < sample->count && sample->entries[place].hash == hash ? &sample->entries[place] : NULL;
}

static bool sample_grow(struct sample *sample, struct memory *account)
{
    uint32_t room = sample->room ? 2 * sample->room : SAMPLE_FIRST;
    struct sample_entry *entries;

    if (room > sample->keep)
        room = sample->keep;
    entries = memory_resize(account, sample->entries, sample->room * sizeof *entries, room * sizeof *entries);
    if (!entries)
        return false;
    sample->entries = entries;
    sample->room = room;
    return true;
}

/* Texts take multiples of 16 bytes, so that the next one mostly fits where one was pushed out. */
static size_t text_room(const struct sample_entry *entry)
{
    return ((size_t)entry->len + 15) & ~(size_t)15;
}

static void entry_drop(struct sample_entry *entry, struct memory *account)
{
    memory_give(account, entry->text, text_room(entry));
}

/* Nothing is left of a text that must not be kept; what is empty has no secret. A silent sample knows no more of what came to
 * it masked than of anything else. */
static void entry_veil(const struct sample *sample, struct sample_entry *entry)
{
    if (entry->raw)
        return;
    if (entry->full_len && (sample->silent || (sample->veiled && !entry->masked))) {
        entry->len = 0;
        entry->masked = true;
    }
    if (sample->silent)
        entry->traits = 0;
}

/* Gives an entry another text. A mask mostly fits where its value was; where memory is refused there is one text less to show. */
static void entry_retext(struct sample_entry *entry, struct memory *account, const char *text, uint32_t len)
{
    size_t had = text_room(entry), wants;
    char *kept = entry->text;

    entry->len = len;
    wants = text_room(entry);
    if (wants < had && wants)
        kept = memory_resize(account, entry->text, had, wants);
    if (wants > had || wants == 0 || !kept) {
        memory_give(account, entry->text, had);
        kept = memory_get(account, wants);
    }
    entry->text = kept;
    if (kept)
        memcpy(entry->text, text, len);
    else
        entry->len = 0;
}

/* The value is there already: more is known of it, and no more is kept of it than either keeps. */
static void entry_join(struct sample_entry *entry, struct memory *account, const struct sample_entry *more,
                       const char *text)
{
    entry->count += more->count;
    entry->marks |= more->marks;
    entry->traits |= more->traits;
    entry->raw &= more->raw;
    if (!more->masked || (entry->masked && entry->len <= more->len))
        return;
    entry_retext(entry, account, text, more->len);
    entry->masked = true;
}

/* Keeps a new value at its place, pushing out the largest when k are kept already. */
static bool sample_insert(struct sample *sample, struct memory *account, uint32_t place,
                          struct sample_entry entry, const char *text)
{
    struct sample_entry *at = NULL;

    entry_veil(sample, &entry);
    if (sample->count == sample->keep)
        at = &sample->entries[sample->count - 1];
    else if (sample->count == sample->room && !sample_grow(sample, account))
        return false;
    if (at && text_room(at) == text_room(&entry)) {
        entry.text = at->text;
    } else {
        entry.text = memory_get(account, text_room(&entry));
        if (entry.len && !entry.text)
            return false;
        if (at)
            entry_drop(at, account);
    }
    if (entry.len)
        memcpy(entry.text, text, entry.len);
    sample->overflowed |= at != NULL;
    sample->count -= at != NULL;
    at = sample->entries + place;
    memmove(at + 1, at, (sample->count - place) * sizeof *at);
    *at = entry;
    sample->count++;
    return true;
}

/* Everything but `total`. A refused value leaves the number of distinct ones unknown, as a dropped one does. */
static bool sample_count(struct sample *sample, struct memory *account, struct sample_entry entry,
                         const char *text)
{
    uint32_t place;

    if (!sample_wants(sample, entry.hash)) {
        sample->overflowed = true;
        return true;
    }
    place = sample_place(sample, entry.hash);
    if (place < sample->count && sample->entries[place].hash == entry.hash) {
        entry_veil(sample, &entry);
        entry_join(&sample->entries[place], account, &entry, text);
        return true;
    }
    if (sample_insert(sample, account, place, entry, text))
        return true;
    sample->overflowed = true;
    return false;
}

bool sample_add_kept(struct sample *sample, struct memory *account, uint64_t hash,
                     const struct sample_value *value, uint64_t count)
{
    struct sample_entry entry = {
        .hash = hash,
        .count = count,
        .marks = value->marks,
        .len = value->text.len < SAMPLE_TEXT ? (uint32_t)value->text.len : SAMPLE_TEXT,
        .full_len = value->full_len,
        .traits = value->traits,
        .masked = value->masked,
        .raw = value->raw,
    };

    sample->total += count;
    return sample_count(sample, account, entry, value->text.at);
}

bool sample_add(struct sample *sample, struct memory *account, uint64_t hash, struct slice value,
                uint64_t count)
{
    struct sample_value plain = {
        .text = value,
        .full_len = value.len < UINT32_MAX ? (uint32_t)value.len : UINT32_MAX,
    };

    return sample_add_kept(sample, account, hash, &plain, count);
}

void sample_settle(struct sample *sample, struct memory *account, uint32_t place,
                   const struct sample_value *value)
{
    struct sample_entry *entry = &sample->entries[place];
    struct sample_entry settled = {
        .marks = value->marks,
        .len = value->text.len < SAMPLE_TEXT ? (uint32_t)value->text.len : SAMPLE_TEXT,
        .full_len = value->full_len,
        .traits = value->traits,
        .masked = value->masked,
    };

    entry->raw = false;
    entry_veil(sample, &settled);
    settled.count = 0;
    entry_join(entry, account, &settled, value->text.at);
}

static void sample_shrink(struct sample *sample, struct memory *account, uint16_t keep)
{
    for (; sample->count > keep; sample->overflowed = true) {
        sample->count--;
        entry_drop(&sample->entries[sample->count], account);
    }
    sample->keep = keep;
}

bool sample_merge(struct sample *into, struct memory *account, const struct sample *from)
{
    bool whole = true;

    if (from->keep < into->keep)
        sample_shrink(into, account, from->keep);
    for (uint32_t i = 0; i < from->count; i++)
        whole &= sample_count(into, account, from->entries[i], from->entries[i].text);
    into->total += from->total;
    into->overflowed |= from->overflowed;
    return whole;
}

double sample_distinct(const struct sample *sample)
{
    if (!sample->overflowed || sample->count < sample->keep)
        return sample->count;
    /* k hashes lie in the share of the hash space that ends at the k-th. */
    return fmax(sample->count,
                (sample->keep - 1) / ldexp((double)sample->entries[sample->count - 1].hash, -64));
}

void sample_done(struct sample *sample, struct memory *account)
{
    for (uint32_t i = 0; i < sample->count; i++)
        entry_drop(&sample->entries[i], account);
    memory_give(account, sample->entries, sample->room * sizeof *sample->entries);
    sample_init(sample, sample->keep);
}
