/* SPDX-License-Identifier: Apache-2.0 */
/* Methods that are not what they seem: TRACE that is answered with the request, one method that stands for another, methods that
 * a resource refuses (RFC 9110 9.3.8, 15.5.6). */
#include "signal/signal.h"

#include "base/byte.h"

/* Words of the path as they are, everything else as one sign. */
static struct slice path_shape(struct slice path, struct arena *arena)
{
    char text[64];
    size_t len = 0;
    struct slice segment;

    while (slice_next(&path, '/', &segment) && len + 2 < sizeof text) {
        bool is_word = segment.len <= 24;

        for (size_t i = 0; i < segment.len && is_word; i++)
            is_word = byte_is_letter(segment.at[i]) || segment.at[i] == '-' || segment.at[i] == '_' ||
                      (i > 0 && segment.len <= 3 && segment.at[0] == 'v'); /* v1 */
        if (!is_word)
            segment = SLICE("*");
        if (len + 1 + segment.len > sizeof text)
            break;
        text[len++] = '/';
        memcpy(text + len, segment.at, segment.len);
        len += segment.len;
    }
    return arena_copy(arena, slice_make(text, len));
}

/* Who asked, so that several requests of one caller are known as such. */
static unsigned asker(const struct signal_reading *reading)
{
    const struct address *client = &reading->exchange->client;
    uint64_t hash[2];

    if (reading->credential_count)
        return (unsigned)reading->credentials[0].keyed[0];
    keyed_hash(reading->key, slice_make(client->bytes, sizeof client->bytes), hash);
    return (unsigned)hash[0];
}

static void read_trace(struct signal_reading *reading)
{
    const struct exchange *exchange = reading->exchange;

    if (signal_is_success(reading) &&
        (slice_starts_with_nocase(fields_find(reading->response, FIELD_CONTENT_TYPE),
                                  SLICE("message/http")) ||
         slice_starts_with(exchange->response.body, SLICE("TRACE "))))
        signal_tell(reading, FACT_trace_echoed, SLICE("TRACE"));
}

static bool is_method(struct slice text)
{
    static const char *const methods[] = { "PUT", "PATCH", "DELETE", "POST" };

    return SLICE_AMONG_NOCASE(text, methods);
}

static void tell_tunnel(struct signal_reading *reading, struct slice method, const char *field)
{
    char upper[8];

    if (!is_method(method) || slice_eq_nocase(method, reading->exchange->method))
        return;
    for (size_t i = 0; i < method.len; i++)
        upper[i] = byte_is_lower(method.at[i]) ? (char)(method.at[i] - ('a' - 'A')) : method.at[i];
    signal_tellf(reading, FACT_verb_tunnelled, "%.*s by %s, %u", (int)method.len, upper, field,
                 reading->exchange->status);
}

/* "_method=delete" in the query or a form. */
static struct slice method_parameter(struct slice pairs)
{
    struct slice pair;

    while (slice_next(&pairs, '&', &pair))
        if (slice_starts_with(pair, SLICE("_method=")))
            return slice_make(pair.at + 8, pair.len - 8);
    return (struct slice){ NULL, 0 };
}

static void read_tunnel(struct signal_reading *reading)
{
    static const struct {
        enum field_id id;
        const char *name;
    } fields[] = {
        { FIELD_ID_x_http_method_override, "X-HTTP-Method-Override" },
        { FIELD_ID_x_method_override, "X-Method-Override" },
        { FIELD_ID_x_http_method, "X-HTTP-Method" },
    };
    const struct message *message = &reading->exchange->request;

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields_have(reading->request, fields[i].id))
            tell_tunnel(reading, fields_value(reading->request, fields[i].id), fields[i].name);
    if (reading->query.len >= 8)
        tell_tunnel(reading, method_parameter(reading->query), "_method");
    if (message->body.len >= 8 && message->body.len <= 4096 &&
        slice_eq(reading->exchange->method, SLICE("POST")) && message->body.at[0] != '{' &&
        slice_starts_with_nocase(fields_find(reading->request, FIELD_CONTENT_TYPE),
                                 SLICE("application/x-www-form-urlencoded")))
        tell_tunnel(reading, method_parameter(message->body), "_method");
}

void signal_methods(struct signal_reading *reading)
{
    const uint64_t overrides =
        FIELD_BIT(x_http_method_override) | FIELD_BIT(x_method_override) | FIELD_BIT(x_http_method);
    const struct exchange *exchange = reading->exchange;

    if (exchange->status == 405 || exchange->status == 501) {
        struct slice shape = path_shape(reading->path, reading->arena);
        uint64_t hash[2];

        keyed_hash(reading->key, shape, hash);
        if (exchange->method.len <= 16)
            signal_tellf(reading, FACT_method_refused, "%.*s %08x %08x", SLICE_ARG(exchange->method),
                         asker(reading), (unsigned)hash[0]);
        return;
    }
    if (!signal_is_success(reading))
        return;
    if (slice_eq(exchange->method, SLICE("TRACE")))
        read_trace(reading);
    if (slice_eq(exchange->method, SLICE("PUT")) || slice_eq(exchange->method, SLICE("DELETE")) ||
        slice_eq(exchange->method, SLICE("PATCH")))
        signal_tellf(reading, FACT_method_used, "%.*s %08x", SLICE_ARG(exchange->method), asker(reading));
    if (reading->request->present & overrides || reading->query.len ||
        (exchange->request.body.len && exchange->request.body.at[0] != '{'))
        read_tunnel(reading);
}
