/* SPDX-License-Identifier: Apache-2.0 */
/* "Did you mean ...?": the word that a misspelt one was most likely meant to be. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/* The word that is most like `word` among get(context, 0), get(context, 1) and so on until NULL; NULL when none is near. */
const char *nearest_word(const char *word, const char *(*get)(const void *context, size_t index),
                         const void *context);

#endif
