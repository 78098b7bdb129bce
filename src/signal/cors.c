/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a browser may let read the answers (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol): origins that were answered
 * with themselves, refused, or let in as "null" or "*". Whether an origin is a stranger is judged by who knows them all. */
#include "signal/signal.h"
#include "signal/words.h"

/* What a page asks of its own host is no question of origins. */
static bool is_own(const struct exchange *exchange, struct slice origin)
{
    return exchange->authority.len && slice_ends_with_nocase(origin, exchange->authority) &&
           origin.len > exchange->authority.len && origin.at[origin.len - exchange->authority.len - 1] == '/';
}

/* "https://host:port" as it may be kept; "null" as it is. Empty: nothing that a browser sends. */
static struct slice shown(struct slice origin, struct arena *arena)
{
    const char *mark = memmem(origin.at, origin.len, "://", 3);
    size_t head = mark ? (size_t)(mark - origin.at) + 3 : 0;
    struct slice host;

    if (!mark)
        return slice_eq(origin, SLICE("null")) ? origin : (struct slice){ NULL, 0 };
    host = signal_host(slice_make(origin.at + head, origin.len - head), arena);
    if (host.len == 0 || head > 24)
        return (struct slice){ NULL, 0 };
    return host.len + head == origin.len
               ? origin
               : arena_printf(arena, "%.*s%.*s", (int)head, origin.at, SLICE_ARG(host));
}

static void tell_origin(struct signal_reading *reading, enum fact_kind kind, struct slice origin)
{
    origin = shown(origin, reading->arena);
    if (origin.len)
        signal_tell(reading, kind, origin);
}

static bool allows_credentials(const struct fields *response)
{
    return slice_eq_nocase(fields_value(response, FIELD_ID_access_control_allow_credentials), SLICE("true"));
}

void signal_cors(struct signal_reading *reading)
{
    const uint64_t fields = FIELD_BIT(access_control_allow_origin) | FIELD_BIT(origin);
    struct slice origin, allowed;

    if (!((reading->response->present | reading->request->present) & fields) || !signal_is_answered(reading))
        return;
    origin = fields_value(reading->request, FIELD_ID_origin);
    allowed = fields_value(reading->response, FIELD_ID_access_control_allow_origin);
    if (origin.len && is_own(reading->exchange, origin))
        return;
    if (allowed.len == 0) {
        if (origin.len && (signal_is_success(reading) || reading->exchange->status == 403))
            tell_origin(reading, FACT_cors_refused, origin);
    } else if (!allows_credentials(reading->response)) {
        return;
    } else if (slice_eq(allowed, SLICE("*"))) {
        signal_tell(reading, FACT_cors_any, SLICE("*"));
    } else if (slice_eq_nocase(allowed, SLICE("null"))) {
        signal_tell(reading, FACT_cors_null, SLICE("null"));
    } else if (origin.len) {
        tell_origin(reading, slice_eq(origin, allowed) ? FACT_cors_echoed : FACT_cors_refused, origin);
    }
}
