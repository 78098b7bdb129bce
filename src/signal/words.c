/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/words.h"

#define LABEL_MOST 24 /* longer ones are mostly random: what calls back to somebody who tests */

static bool is_host(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!byte_is_alphanumeric(text.at[i]) && (text.at[i] == '\0' || !strchr("-._:[]", text.at[i])))
            return false;
    return text.len > 0 && text.len <= 255;
}

struct slice signal_host(struct slice host, struct arena *arena)
{
    struct slice rest = host, label;
    char text[256];
    size_t len = 0;

    if (!is_host(host))
        return (struct slice){ NULL, 0 };
    while (slice_next(&rest, '.', &label)) {
        if (label.len > LABEL_MOST)
            label = SLICE("*");
        memcpy(text + len, label.at, label.len);
        len += label.len;
        if (rest.len)
            text[len++] = '.';
    }
    return len == host.len ? host : arena_copy(arena, slice_make(text, len));
}
