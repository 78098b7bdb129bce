/* SPDX-License-Identifier: Apache-2.0 */
/* Words in the path of one exchange, for readers that care about few of them: "/api/v1/forgot-password", "/auth/resetPassword". */
#ifndef SIGNAL_PATH_WORDS_H
#define SIGNAL_PATH_WORDS_H

#include "base/slice.h"

/* Whether a word of the path begins with one of `words` (lower case): words begin behind what is no letter, and at a capital that
 * follows a small letter. */
bool path_says(struct slice path, const struct slice *words, size_t count);
#define PATH_SAYS(path, words) path_says((path), (words), sizeof(words) / sizeof *(words))

#endif
