/* SPDX-License-Identifier: Apache-2.0 */
/* How session cookies are set: which of Secure, HttpOnly and SameSite they lack (RFC 6265bis 4.1.2). Cookies that a page's script
 * is meant to read, analytics, choices of the visitor and deletions are none of them. */
#include "http/cookie.h"

#include "base/byte.h"
#include "signal/signal.h"

/* "Thu, 01 Jan 1970 ...": the year is enough to tell a deletion. */
static bool is_past(struct slice date, int64_t now)
{
    int64_t year = 1970 + now / 1000000000 / (365 * 24 * 3600 + 6 * 3600);

    for (size_t i = 0; i + 4 <= date.len; i++) {
        unsigned long long number;

        if ((i == 0 || !byte_is_digit(date.at[i - 1])) &&
            (i + 4 == date.len || !byte_is_digit(date.at[i + 4])) &&
            slice_to_u64(slice_make(date.at + i, 4), 9999, &number))
            return (int64_t)number < year;
    }
    return false;
}

/* Flags, remembered choices and names of users are no sessions, whatever they are called. */
static bool is_session(const struct set_cookie *cookie, int64_t now)
{
    if (cookie->has_max_age ? cookie->max_age <= 0 : is_past(cookie->expires, now))
        return false;
    return credential_is_session_cookie(cookie->name, cookie->value);
}

static bool is_plain_name(struct slice name)
{
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] <= ' ' || (unsigned char)name.at[i] > '~')
            return false;
    return name.len <= 48;
}

/* "sid: Secure HttpOnly": the name, then what is missing. */
static void tell_flaws(struct signal_reading *reading, const struct set_cookie *cookie)
{
    if (cookie->secure && cookie->http_only && cookie->same_site != SAME_SITE_UNSAID)
        return;
    signal_tellf(reading, FACT_cookie_flaw, "%.*s:%s%s%s",
                 SLICE_ARG(is_plain_name(cookie->name) ? cookie->name : SLICE("?")),
                 cookie->secure ? "" : " Secure", cookie->http_only ? "" : " HttpOnly",
                 cookie->same_site == SAME_SITE_UNSAID ? " SameSite" : "");
}

void signal_cookie(struct signal_reading *reading)
{
    const struct fields *fields = reading->response;

    if (!fields_have(fields, FIELD_ID_set_cookie))
        return;
    for (size_t i = 0; i < fields->count; i++) {
        struct set_cookie cookie;

        if (fields->ids[i] == FIELD_ID_set_cookie && cookie_read_set(fields->headers[i].value, &cookie) &&
            is_session(&cookie, reading->exchange->started))
            tell_flaws(reading, &cookie);
    }
}
