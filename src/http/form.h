/* SPDX-License-Identifier: Apache-2.0 */
/* application/x-www-form-urlencoded, which query strings use too (WHATWG URL 5): pairs split at '&', decoded
 * from '+' and %XX. ';' separates nothing, "a[]=1" is a name like any other, a pair without '=' has an empty
 * value. */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "base/arena.h"
#include "base/slice.h"

#include <stdint.h>

struct form_pair {
    struct slice name, value; /* decoded */
    struct slice raw_name, raw_value;
    bool has_value; /* an '=' stood there */
};

/* Takes the next pair off *rest; empty ones ("&&") are passed over. Decoded text is in the arena or, when
 * there was nothing to decode, in *rest's bytes. Flags (http/url.h) are added to *flags, which may be NULL.
 * false at the end. */
bool form_next(struct slice *rest, struct arena *arena, struct form_pair *ret, uint32_t *flags);
/* One name or value: '+' to blank, then %XX. */
struct slice form_decode(struct slice text, struct arena *arena, uint32_t *flags);

#endif
