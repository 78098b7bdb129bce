/* SPDX-License-Identifier: Apache-2.0 */
/* What the header section of an answer says of how it may be kept, read and reached again: caches (RFC 9111), content types
 * (RFC 9110 8.3), Strict-Transport-Security (RFC 6797), limits, and whether a browser asked. Well-built services send the same
 * few values with every answer, so that the last one of each is remembered with what it means. */
#include "signal/signal.h"

#include "base/byte.h"
#include "signal/memory.h"

#define HSTS_LEAST 15552000 /* half a year, in seconds */

enum cache_verdict { CACHE_KEPT_APART = 1, CACHE_BY_AGE, CACHE_PUBLIC };
enum hsts_verdict { HSTS_STRONG = 1, HSTS_WEAK };

/* The number after `name` and '=' (perhaps quoted); false when the directive is not there. */
static bool directive_number(struct slice value, struct slice name, unsigned long long *ret)
{
    struct slice directive;

    while (slice_next(&value, value.len && memchr(value.at, ',', value.len) ? ',' : ';', &directive)) {
        struct slice rest = directive, key = slice_trim(slice_cut(&rest, '='));

        rest = slice_trim(rest);
        if (rest.len >= 2 && rest.at[0] == '"')
            rest = slice_make(rest.at + 1, rest.len - 2);
        if (slice_eq_nocase(key, name))
            return slice_to_u64(rest, UINT64_MAX, ret);
    }
    return false;
}

static bool has_age(struct slice value, struct slice name)
{
    unsigned long long seconds;

    return directive_number(value, name, &seconds) && seconds > 0;
}

static uint8_t judge_cache(struct slice value)
{
    if (slice_contains_nocase(value, SLICE("no-store")) || slice_contains_nocase(value, SLICE("private")) ||
        slice_contains_nocase(value, SLICE("no-cache")))
        return CACHE_KEPT_APART;
    if (slice_contains_nocase(value, SLICE("public")))
        return has_age(value, SLICE("max-age")) || has_age(value, SLICE("s-maxage")) ||
                       !slice_contains_nocase(value, SLICE("max-age"))
                   ? CACHE_PUBLIC
                   : CACHE_KEPT_APART;
    if (has_age(value, SLICE("s-maxage")))
        return CACHE_PUBLIC;
    return has_age(value, SLICE("max-age")) ? CACHE_BY_AGE : CACHE_KEPT_APART;
}

static uint8_t judge_hsts(struct slice value)
{
    unsigned long long seconds = 0;

    return directive_number(value, SLICE("max-age"), &seconds) && seconds >= HSTS_LEAST ? HSTS_STRONG
                                                                                        : HSTS_WEAK;
}

static uint8_t judge(struct known_value *known, struct slice value, uint8_t (*judged)(struct slice))
{
    uint8_t verdict;

    if (known->len == value.len && known->verdict && memcmp(known->text, value.at, value.len) == 0)
        return known->verdict;
    verdict = judged(value);
    if (value.len && value.len <= sizeof known->text) {
        memcpy(known->text, value.at, value.len);
        known->len = (uint8_t)value.len;
        known->verdict = verdict;
    }
    return verdict;
}

/* Vary says that a cache keeps the answers to different people apart. */
static bool varies_by_person(const struct fields *response)
{
    struct slice vary = fields_value(response, FIELD_ID_vary);

    return slice_contains_nocase(vary, SLICE("authorization")) ||
           slice_contains_nocase(vary, SLICE("cookie")) || slice_contains_nocase(vary, SLICE("api-key")) ||
           slice_eq(vary, SLICE("*"));
}

static void read_cache(struct signal_reading *reading)
{
    const uint64_t said = FIELD_BIT(cache_control) | FIELD_BIT(pragma) | FIELD_BIT(expires);
    const struct fields *response = reading->response;
    uint8_t verdict;

    if (!(response->present & said)) {
        signal_mark(reading, MARK_cache_unsaid);
        return;
    }
    if (!reading->credential_count || !fields_have(response, FIELD_ID_cache_control))
        return;
    verdict =
        judge(&reading->memory->cache_control, fields_value(response, FIELD_ID_cache_control), judge_cache);
    /* RFC 9111 3.5: what Authorization asked for is not shared unless the answer says so in so many words. */
    if ((verdict == CACHE_PUBLIC ||
         (verdict == CACHE_BY_AGE && !fields_have(reading->request, FIELD_ID_authorization))) &&
        !varies_by_person(response))
        signal_mark(reading, MARK_cache_shared);
}

static void read_hsts(struct signal_reading *reading)
{
    const struct fields *response = reading->response;
    struct slice value;
    unsigned long long seconds = 0;

    signal_mark(reading, MARK_https_answered);
    if (!fields_have(response, FIELD_ID_strict_transport_security)) {
        signal_mark(reading, MARK_hsts_missing);
        return;
    }
    value = fields_value(response, FIELD_ID_strict_transport_security);
    if (judge(&reading->memory->hsts, value, judge_hsts) == HSTS_STRONG)
        return;
    directive_number(value, SLICE("max-age"), &seconds);
    signal_tellf(reading, FACT_hsts_weak, "%llu", seconds);
}

/* ---- what a body is, and as what it is sent ---- */

static const char *shape_of(struct slice body)
{
    size_t first = 0, last = body.len;

    while (first < last && (unsigned char)body.at[first] <= ' ')
        first++;
    while (last > first && (unsigned char)body.at[last - 1] <= ' ')
        last--;
    body = slice_make(body.at + first, last - first);
    if (body.len >= 2 && ((body.at[0] == '{' && body.at[body.len - 1] == '}') ||
                          (body.at[0] == '[' && body.at[body.len - 1] == ']'))) {
        char next = body.at[1];

        for (size_t i = 1; i < body.len && (unsigned char)next <= ' '; i++)
            next = body.at[i];
        if (next == '"' || next == body.at[body.len - 1] ||
            (body.at[0] == '[' && (next == '{' || next == '[' || next == '-' || byte_is_digit(next))))
            return "JSON";
    }
    if (slice_starts_with_nocase(body, SLICE("<!doctype html")) ||
        slice_starts_with_nocase(body, SLICE("<html")))
        return "HTML";
    return slice_starts_with(body, SLICE("<?xml")) ? "XML" : NULL;
}

/* A Content-Type names the shape in one of a few words, or says so little that nothing contradicts it. */
static bool is_fitting(const char *shape, struct slice type)
{
    if (slice_contains_nocase(type, slice_of(shape)))
        return true;
    if (shape[0] == 'J')
        return !(slice_starts_with_nocase(type, SLICE("text/html")) ||
                 slice_starts_with_nocase(type, SLICE("text/plain")) ||
                 slice_contains_nocase(type, SLICE("xml")));
    return !slice_contains_nocase(type, SLICE("json"));
}

static bool is_type(struct slice essence)
{
    for (size_t i = 0; i < essence.len; i++)
        if (!byte_is_alphanumeric(essence.at[i]) && (essence.at[i] == '\0' || !strchr("/+.-", essence.at[i])))
            return false;
    return essence.len <= 40;
}

static void read_type(struct signal_reading *reading)
{
    const struct message *message = &reading->exchange->response;
    struct slice type = fields_find(reading->response, FIELD_CONTENT_TYPE);
    const char *shape;

    if (type.len == 0) {
        signal_mark(reading, MARK_untyped);
        return;
    }
    /* What nearly everybody sends costs a look at one byte. */
    if (message->body.len == 0 ||
        (message->body.at[0] == '{' && slice_starts_with_nocase(type, SLICE("application/json"))))
        return;
    shape = shape_of(message->body);
    if (shape && !is_fitting(shape, type)) {
        struct slice rest = type, essence = slice_trim(slice_cut(&rest, ';'));

        if (is_type(essence))
            signal_tellf(reading, FACT_body_mistyped, "%s as %.*s", shape, SLICE_ARG(essence));
    }
}

static void read_body(struct signal_reading *reading)
{
    const struct exchange *exchange = reading->exchange;

    if (exchange->response.body_state == BODY_NONE || exchange->status == 204 || exchange->status == 205)
        return;
    signal_mark(reading, MARK_body_success);
    if (!fields_have(reading->response, FIELD_ID_x_content_type_options))
        signal_mark(reading, MARK_sniffable);
    read_type(reading);
    if (slice_eq(exchange->method, SLICE("GET")))
        read_cache(reading);
}

static void read_transport(struct signal_reading *reading)
{
    if (signal_is_https(reading)) {
        read_hsts(reading);
        return;
    }
    if (signal_is_success(reading) &&
        !slice_contains_nocase(fields_value(reading->request, FIELD_ID_x_forwarded_proto), SLICE("https")) &&
        !slice_contains_nocase(fields_value(reading->request, FIELD_ID_forwarded), SLICE("proto=https")))
        signal_mark(reading, MARK_plain_success);
}

void signal_headers(struct signal_reading *reading)
{
    const uint64_t limits = FIELD_BIT(ratelimit) | FIELD_BIT(ratelimit_limit) | FIELD_BIT(ratelimit_policy) |
                            FIELD_BIT(retry_after) | FIELD_BIT(x_rate_limit_limit) |
                            FIELD_BIT(x_ratelimit_limit) | FIELD_BIT(x_ratelimit_remaining);

    if (!signal_is_answered(reading))
        return;
    if (reading->exchange->status == 429 || reading->response->present & limits)
        signal_mark(reading, MARK_limit_told);
    if (reading->is_noise)
        return;
    if (fields_have(reading->request, FIELD_ID_origin) ||
        slice_starts_with(fields_find(reading->request, FIELD_USER_AGENT), SLICE("Mozilla/")))
        signal_mark(reading, MARK_browser);
    read_transport(reading);
    if (signal_is_success(reading))
        read_body(reading);
}
