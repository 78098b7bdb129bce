/* SPDX-License-Identifier: Apache-2.0 */
/* Samples are bottom-k by hash: what is chosen here does not depend on the order of traffic (law 2). */
#include "spec/sample_text.h"

#include "base/byte.h"
#include "exchange/mask.h"

#include <stdlib.h>

#define EXAMPLE_SHORTEST 4
#define WORD_LONGEST 40

/* Formats of what belongs to one person or machine: a set of them is no vocabulary, however small. */
#define PERSONAL (FORMAT_EMAIL | FORMAT_PHONE | FORMAT_UUID | FORMAT_IPV4 | FORMAT_IPV6)

static int by_text(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

struct slice *sample_choices(const struct values *values, struct arena *arena, size_t *ret_count,
                             bool *failed)
{
    const struct sample *sample = &values->sample;
    struct slice *choices;

    if (!sample->count || sample->overflowed || !values_is_enum(values, NULL))
        return NULL;
    choices = arena_get_array(arena, sample->count, sizeof *choices);
    if (!choices) {
        *failed = true;
        return NULL;
    }
    for (size_t i = 0; i < sample->count; i++) {
        const struct sample_entry *entry = &sample->entries[i];

        choices[i] = slice_make(entry->text, entry->len);
        if (!sample_is_whole(entry) || format_of(choices[i]) & PERSONAL)
            return NULL;
    }
    qsort(choices, sample->count, sizeof *choices, by_text);
    *ret_count = sample->count;
    return choices;
}

/* Of a short value a mask shows nothing; that is no example. */
struct slice sample_example(const struct values *values, struct arena *arena, uint64_t *ret_hash,
                            bool *failed)
{
    const struct sample *sample = &values->sample;

    for (size_t i = 0; i < sample->count; i++) {
        const struct sample_entry *entry = &sample->entries[i];
        struct slice example;
        char text[MASK_MOST];

        if (entry->len < EXAMPLE_SHORTEST || !(entry->masked || sample_is_whole(entry)))
            continue;
        example = entry->masked ? sample_text(entry) : slice_make(text, mask_write(sample_text(entry), text));
        if (slice_eq(example, SLICE("***")))
            continue;
        example = arena_copy(arena, example);
        *failed = *failed || !example.at;
        *ret_hash = entry->hash;
        return example;
    }
    return SLICE("");
}

bool sample_is_word(struct slice text)
{
    bool is_word = text.len <= WORD_LONGEST && !(format_of(text) & PERSONAL);

    for (size_t i = 0; i < text.len && is_word; i++)
        is_word = byte_is_alphanumeric(text.at[i]) || memchr("_-./:+ ", text.at[i], 7);
    return is_word;
}
