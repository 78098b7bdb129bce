/* SPDX-License-Identifier: Apache-2.0 */
#include "http/form.h"

#include "http/url.h"

struct slice form_decode(struct slice text, struct arena *arena, uint32_t *flags)
{
    if (text.len && memchr(text.at, '+', text.len)) {
        char *copy = arena_get(arena, text.len);
        if (!copy) {
            if (flags)
                *flags |= URL_NO_MEMORY;
            return text;
        }
        for (size_t i = 0; i < text.len; i++)
            copy[i] = text.at[i] == '+' ? ' ' : text.at[i];
        text.at = copy;
    }
    return url_decode(text, arena, flags);
}

bool form_next(struct slice *rest, struct arena *arena, struct form_pair *ret, uint32_t *flags)
{
    while (rest->len) {
        struct slice value = slice_cut(rest, '&');
        if (value.len == 0)
            continue;
        size_t whole = value.len;
        struct slice name = slice_cut(&value, '=');
        *ret = (struct form_pair){
            .name = form_decode(name, arena, flags),
            .value = form_decode(value, arena, flags),
            .raw_name = name,
            .raw_value = value,
            .has_value = name.len < whole, /* an equals sign was there */
        };
        return true;
    }
    return false;
}
