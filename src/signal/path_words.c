/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/path_words.h"

#include "base/byte.h"

bool path_says(struct slice path, const struct slice *words, size_t count)
{
    for (size_t i = 0; i < path.len; i++) {
        char here = path.at[i], before = i ? path.at[i - 1] : '/';

        if (!byte_is_letter(here) ||
            (byte_is_letter(before) && !(byte_is_lower(before) && byte_is_upper(here))))
            continue;
        for (size_t j = 0; j < count; j++)
            if (words[j].at[0] == byte_lower(here) &&
                slice_starts_with_nocase(slice_make(path.at + i, path.len - i), words[j]))
                return true;
    }
    return false;
}
