/* SPDX-License-Identifier: Apache-2.0 */
/* Redirects to another host that stands in the request's own query: an open door for phishing when it may be any host. */
#include "signal/signal.h"

#include "http/form.h"
#include "http/url.h"
#include "signal/words.h"

/* The host of an absolute URL, or of one without a scheme ("//host/"). Empty: it leads to the same host. */
static struct slice host_of(struct slice url)
{
    struct slice rest = url;
    struct authority authority;
    size_t end = 0;

    if (slice_starts_with_nocase(url, SLICE("https:")))
        rest = slice_make(url.at + 6, url.len - 6);
    else if (slice_starts_with_nocase(url, SLICE("http:")))
        rest = slice_make(url.at + 5, url.len - 5);
    if (rest.len < 3 || (rest.at[0] != '/' && rest.at[0] != '\\') ||
        (rest.at[1] != '/' && rest.at[1] != '\\'))
        return (struct slice){ NULL, 0 };
    rest = slice_make(rest.at + 2, rest.len - 2);
    while (end < rest.len && !strchr("/\\?#", rest.at[end]))
        end++;
    if (!url_split_authority(slice_make(rest.at, end), &authority))
        return (struct slice){ NULL, 0 };
    return authority.host;
}

void signal_redirects(struct signal_reading *reading)
{
    struct slice location, target, rest = reading->query;
    struct authority own;
    struct form_pair pair;

    if (reading->exchange->status / 100 != 3 || reading->query.len == 0 ||
        !fields_have(reading->response, FIELD_ID_location))
        return;
    location = fields_value(reading->response, FIELD_ID_location);
    target = host_of(location);
    if (target.len == 0 ||
        (url_split_authority(reading->exchange->authority, &own) && slice_eq_nocase(own.host, target)))
        return;
    while (form_next(&rest, reading->arena, &pair, NULL)) {
        struct slice asked = host_of(pair.value);

        if (!asked.len || !slice_eq_nocase(asked, target) || !signal_is_name(pair.name))
            continue;
        asked = signal_host(asked, reading->arena);
        if (asked.len)
            signal_tellf(reading, FACT_redirect_taken, "%.*s to %.*s", SLICE_ARG(pair.name),
                         SLICE_ARG(asked));
    }
}
