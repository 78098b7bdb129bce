/* SPDX-License-Identifier: Apache-2.0 */
/* Counting values, and what the counts amount to. */
#include "catalog/values.h"

#include "base/hash.h"
#include "catalog/format.h"
#include "json/scan.h"

void values_init(struct values *values)
{
    *values = (struct values){ .possible = VALUES_ANY };
    sample_init(&values->sample, VALUES_SAMPLE);
}

void values_done(struct values *values, struct memory *account)
{
    sample_done(&values->sample, account);
}

/* The usual cases of sample_add without a call: a value beyond the k smallest, or one that is kept already. */
static inline bool values_keep(struct sample *sample, struct memory *account, struct slice text, uint64_t hash)
{
    const struct sample_entry *entries = sample->entries;
    uint32_t low = 0;

    if (!sample_wants(sample, hash)) {
        sample->total++;
        sample->overflowed = true;
        return true;
    }
    for (uint32_t span = sample->count; span > 1;) {
        uint32_t half = span / 2;

        low = entries[low + half].hash <= hash ? low + half : low;
        span -= half;
    }
    if (sample->count && entries[low].hash == hash) {
        sample->total++;
        sample->entries[low].count++;
        return true;
    }
    return sample_add(sample, account, hash, text, 1);
}

static inline void values_measure(struct values *values, size_t points)
{
    uint32_t length = points < UINT32_MAX ? (uint32_t)points : UINT32_MAX;

    if (values->count == 0 || length < values->length_min)
        values->length_min = length;
    if (values->count == 0 || length > values->length_max)
        values->length_max = length;
    values->count++;
}

bool values_add_json(struct values *values, struct memory *account, struct slice text, size_t points,
                     uint64_t *ret_hash)
{
    uint64_t hash = hash_content(text);

    *ret_hash = hash;
    values_measure(values, points);
    if (text.len == 0)
        values->empty++;
    else if (values->possible)
        values->possible = format_narrow(values->possible, text);
    return values_keep(&values->sample, account, text, hash);
}

bool values_add_integer(struct values *values, struct memory *account, struct slice text, uint64_t *ret_hash)
{
    uint64_t hash = hash_content(text);

    *ret_hash = hash;
    values_measure(values, text.len);
    values->possible &= FORMAT_INTEGER | FORMAT_NUMBER | FORMAT_LIST_INTEGER;
    return values_keep(&values->sample, account, text, hash);
}

bool values_add(struct values *values, struct memory *account, struct slice text)
{
    uint64_t hash;

    values->lists += text.len > 0 && format_narrow(FORMAT_LIST, text);
    return values_add_json(values, account, text, scan_code_points(text), &hash);
}

bool values_merge(struct values *into, struct memory *account, const struct values *from)
{
    if (from->count) {
        if (into->count == 0 || from->length_min < into->length_min)
            into->length_min = from->length_min;
        if (into->count == 0 || from->length_max > into->length_max)
            into->length_max = from->length_max;
    }
    into->count += from->count;
    into->empty += from->empty;
    into->lists += from->lists;
    into->possible &= from->possible;
    return sample_merge(&into->sample, account, &from->sample);
}

/* ---- decisions */

uint32_t values_format(const struct values *values)
{
    static const uint32_t ranked[] = { FORMAT_UUID, FORMAT_DATE_TIME, FORMAT_DATE, FORMAT_TIME, FORMAT_EMAIL, FORMAT_URI,
                                       FORMAT_IPV4, FORMAT_IPV6 };

    if (values->count - values->empty < 2)
        return 0;
    for (size_t i = 0; i < sizeof ranked / sizeof *ranked; i++)
        if (values->possible & ranked[i])
            return ranked[i];
    return 0;
}

bool values_is_enum(const struct values *values, size_t *ret)
{
    const struct sample *sample = &values->sample;

    if (ret)
        *ret = sample->count;
    return !sample->overflowed && sample->count <= 12 && values->count >= 10 && values->count >= 4 * sample->count;
}
