/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/sample_text.h"

#include <stdlib.h>

#define EXAMPLE_LENGTH 64

static int by_text(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static bool is_whole(const struct sample_entry *entry)
{
    return entry->len == entry->full_len;
}

struct slice *sample_choices(const struct values *values, struct arena *arena, size_t *ret_count)
{
    const struct sample *sample = &values->sample;
    struct slice *choices;

    if (!sample->count || sample->overflowed || !values_is_enum(values, NULL))
        return NULL;
    choices = arena_get_array(arena, sample->count, sizeof *choices);
    for (size_t i = 0; choices && i < sample->count; i++) {
        const struct sample_entry *entry = &sample->entries[i];

        if (!is_whole(entry))
            return NULL;
        choices[i] = slice_make(entry->text, entry->len);
    }
    if (!choices)
        return NULL;
    qsort(choices, sample->count, sizeof *choices, by_text);
    *ret_count = sample->count;
    return choices;
}

struct slice sample_example(const struct values *values, struct arena *arena, uint64_t *ret_hash)
{
    return SLICE("");
}
