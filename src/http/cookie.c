/* SPDX-License-Identifier: Apache-2.0 */
#include "http/cookie.h"

static struct slice unquote(struct slice value)
{
    if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"')
        return (struct slice){ value.at + 1, value.len - 2 };
    return value;
}

/* name=value with blanks around both; without '=' it is all value. */
static void split_pair(struct slice part, struct slice *name, struct slice *value)
{
    bool has_name = part.len && memchr(part.at, '=', part.len);

    *name = (struct slice){ part.at, 0 };
    if (has_name)
        *name = slice_trim(slice_cut(&part, '='));
    *value = unquote(slice_trim(part));
}

bool cookie_next(struct slice *rest, struct slice *name, struct slice *value)
{
    while (rest->len) {
        struct slice part = slice_trim(slice_cut(rest, ';'));
        if (part.len == 0)
            continue;
        split_pair(part, name, value);
        if (name->len || value->len)
            return true;
    }
    return false;
}

/* RFC 6265 5.2.2: a sign and digits, otherwise the attribute is ignored. */
static void read_max_age(struct slice value, struct set_cookie *cookie)
{
    unsigned long long seconds;
    bool negative = value.len && value.at[0] == '-';

    if (negative)
        slice_cut(&value, '-');
    if (!slice_to_u64(value, INT64_MAX, &seconds))
        return;
    cookie->has_max_age = true;
    cookie->max_age = negative ? -(int64_t)seconds : (int64_t)seconds;
}

static enum same_site read_same_site(struct slice value)
{
    if (slice_eq_nocase(value, SLICE("Strict")))
        return SAME_SITE_STRICT;
    if (slice_eq_nocase(value, SLICE("Lax")))
        return SAME_SITE_LAX;
    return slice_eq_nocase(value, SLICE("None")) ? SAME_SITE_NONE : SAME_SITE_UNSAID;
}

static void read_attribute(struct slice name, struct slice value, struct set_cookie *cookie)
{
    if (slice_eq_nocase(name, SLICE("Domain"))) {
        if (value.len && value.at[0] == '.')
            slice_cut(&value, '.');
        cookie->domain = value;
    } else if (slice_eq_nocase(name, SLICE("Path"))) {
        cookie->path = value;
    } else if (slice_eq_nocase(name, SLICE("Expires"))) {
        cookie->expires = value;
    } else if (slice_eq_nocase(name, SLICE("Max-Age"))) {
        read_max_age(value, cookie);
    } else if (slice_eq_nocase(name, SLICE("Secure"))) {
        cookie->secure = true;
    } else if (slice_eq_nocase(name, SLICE("HttpOnly"))) {
        cookie->http_only = true;
    } else if (slice_eq_nocase(name, SLICE("Partitioned"))) {
        cookie->partitioned = true;
    } else if (slice_eq_nocase(name, SLICE("SameSite"))) {
        cookie->same_site = read_same_site(value);
    }
}

bool cookie_read_set(struct slice text, struct set_cookie *ret)
{
    struct set_cookie cookie = { .same_site = SAME_SITE_UNSAID };

    split_pair(slice_trim(slice_cut(&text, ';')), &cookie.name, &cookie.value);
    if (cookie.name.len == 0 && cookie.value.len == 0)
        return false;
    while (text.len) {
        struct slice value = slice_cut(&text, ';');
        struct slice name = slice_trim(slice_cut(&value, '='));
        read_attribute(name, slice_trim(value), &cookie);
    }
    *ret = cookie;
    return true;
}
