/* SPDX-License-Identifier: Apache-2.0 */
/* Cookie and Set-Cookie header values, read as browsers and servers do (RFC 6265 5.2, 5.4). Slices point into
 * the value; nothing is decoded. */
#ifndef HTTP_COOKIE_H
#define HTTP_COOKIE_H

#include "base/slice.h"

#include <stdint.h>

/* Takes the next pair off the value of a Cookie field. Quotes around a value are left out; a part without '='
 * is a value without a name. false at the end. */
bool cookie_next(struct slice *rest, struct slice *name, struct slice *value);

enum same_site {
    SAME_SITE_UNSAID,
    SAME_SITE_STRICT,
    SAME_SITE_LAX,
    SAME_SITE_NONE,
};

struct set_cookie {
    struct slice name, value;
    struct slice domain, path, expires; /* empty when not said; domain without leading dot */
    bool has_max_age;
    int64_t max_age; /* seconds */
    bool secure, http_only, partitioned;
    enum same_site same_site;
};

/* The value of one Set-Cookie field; false when it sets nothing (no name and no value). */
bool cookie_read_set(struct slice text, struct set_cookie *ret);

#endif
