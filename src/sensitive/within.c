/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/within.h"

#include "base/byte.h"
#include "sensitive/validators.h"

/* What stands around the sign up to spaces and brackets. */
static bool has_email(struct slice text)
{
    static const char ends[] = " \t\r\n<>()[]{}\"',;:=/?&|";
    const char *at = text.at, *end = text.at + text.len;

    while (at < end && (at = memchr(at, '@', (size_t)(end - at)))) {
        const char *from = at, *to = at + 1;

        while (from > text.at && from[-1] && !strchr(ends, from[-1]))
            from--;
        while (to < end && *to && !strchr(ends, *to))
            to++;
        while (to > at && to[-1] == '.')
            to--;
        if (contact_email(slice_make(from, (size_t)(to - from))))
            return true;
        at++;
    }
    return false;
}

class_set within_find(struct slice text, const struct glance *glance)
{
    class_set set = 0;

    if ((glance->has & HAS_AT) && has_email(text))
        set |= CLASS_BIT(DATA_email);
    return set ? set | CLASS_WITHIN : 0;
}
