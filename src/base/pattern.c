/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pattern.h"

bool pattern_is_glob(struct slice pattern)
{
    return pattern.len && (memchr(pattern.at, '*', pattern.len) || memchr(pattern.at, '?', pattern.len));
}

bool pattern_match(struct slice pattern, struct slice text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, resume = 0;

    while (t < text.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star =
                p++; /* only the last star needs to be tried again: earlier ones matched the least they could */
            resume = t;
        } else if (p < pattern.len && (pattern.at[p] == '?' || pattern.at[p] == text.at[t])) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

bool pattern_match_loosely(struct slice pattern, struct slice text)
{
    if (pattern_is_glob(pattern))
        return pattern_match(pattern, text);
    return pattern.len == 0 || memmem(text.at, text.len, pattern.at, pattern.len) != NULL;
}
