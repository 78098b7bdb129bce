/* SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"

#include <stdint.h>
#include <string.h>

#define WORD_MOST 32

/* Edits that turn one word into the other (Levenshtein), one row of the matrix at a time; SIZE_MAX for long words. */
static size_t edits(const char *a, const char *b)
{
    size_t row[WORD_MOST + 1], b_len = strlen(b);

    if (strlen(a) > WORD_MOST || b_len > WORD_MOST)
        return SIZE_MAX;
    for (size_t j = 0; j <= b_len; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);

            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[b_len];
}

const char *nearest_word(const char *word, const char *(*get)(const void *context, size_t index),
                         const void *context)
{
    const char *best = NULL, *candidate;
    size_t best_distance = strlen(word) / 3 + 1; /* one slip in short words, more in long ones */

    for (size_t i = 0; (candidate = get(context, i)) != NULL; i++) {
        size_t distance = edits(word, candidate);

        if (strlen(word) >= 3 && strncmp(word, candidate, strlen(word)) == 0)
            distance = 0;
        if (distance < best_distance || (distance == best_distance && !best)) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}
