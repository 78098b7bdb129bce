/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the room: names of members, parameters and hosts that may become the subject of a fact. */
#ifndef SIGNAL_WORDS_H
#define SIGNAL_WORDS_H

#include "base/arena.h"
#include "base/byte.h"

#define SIGNAL_NAME_MOST 40

/* Letters, a few digits and signs, beginning with a letter or a sign, not too long: a name somebody gave, rather than data that
 * stands where a name would. */
static inline bool signal_is_name(struct slice text)
{
    size_t digits = 0;

    if (text.len == 0 || text.len > SIGNAL_NAME_MOST || byte_is_digit(text.at[0]))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        digits += byte_is_digit(text.at[i]);
        if (!byte_is_alphanumeric(text.at[i]) && (text.at[i] == '\0' || !strchr("_-.[]$:", text.at[i])))
            return false;
    }
    return digits <= 3;
}

/* A host as it may be shown: labels that are too long to be a name somebody gave become "*". Empty: no host. */
struct slice signal_host(struct slice host, struct arena *arena);

#endif
