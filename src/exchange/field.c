/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/field.h"

#include "base/hash.h"

#define NAME(literal) SLICE_TEXT(literal)

/* clang-format off */
/* Names in lower case. What carries messages, not meaning: HTTP itself, browsers, proxies, tracing. */
static const struct slice mechanics[] = {
    NAME("accept"), NAME("accept-charset"), NAME("accept-encoding"), NAME("accept-language"),
    NAME("accept-ranges"), NAME("age"), NAME("allow"), NAME("alt-svc"), NAME("authorization"), NAME("b3"),
    NAME("cache-control"), NAME("cdn-loop"), NAME("connection"), NAME("content-encoding"),
    NAME("content-language"), NAME("content-length"), NAME("content-location"), NAME("content-md5"),
    NAME("content-security-policy"), NAME("content-security-policy-report-only"), NAME("content-type"),
    NAME("cookie"), NAME("cross-origin-embedder-policy"), NAME("cross-origin-opener-policy"),
    NAME("cross-origin-resource-policy"), NAME("date"), NAME("dnt"), NAME("early-data"), NAME("etag"),
    NAME("expect"), NAME("expect-ct"), NAME("expires"), NAME("forwarded"), NAME("from"), NAME("host"),
    NAME("if-match"), NAME("if-modified-since"), NAME("if-none-match"), NAME("if-range"),
    NAME("if-unmodified-since"), NAME("keep-alive"), NAME("last-modified"), NAME("max-forwards"),
    NAME("nel"), NAME("origin"), NAME("permissions-policy"), NAME("pragma"), NAME("priority"),
    NAME("proxy-authenticate"), NAME("proxy-authorization"), NAME("proxy-connection"), NAME("range"),
    NAME("referer"), NAME("referrer-policy"), NAME("report-to"), NAME("save-data"), NAME("server"),
    NAME("server-timing"), NAME("set-cookie"), NAME("strict-transport-security"), NAME("te"),
    NAME("timing-allow-origin"), NAME("traceparent"), NAME("tracestate"), NAME("trailer"),
    NAME("transfer-encoding"), NAME("true-client-ip"), NAME("upgrade"), NAME("upgrade-insecure-requests"),
    NAME("user-agent"), NAME("vary"), NAME("via"), NAME("www-authenticate"), NAME("x-amzn-trace-id"),
    NAME("x-aspnet-version"), NAME("x-aspnetmvc-version"), NAME("x-cache"), NAME("x-cache-hits"),
    NAME("x-client-version"), NAME("x-cloud-trace-context"), NAME("x-content-type-options"),
    NAME("x-correlation-id"), NAME("x-device-id"), NAME("x-dns-prefetch-control"),
    NAME("x-download-options"), NAME("x-frame-options"), NAME("x-http-method"), NAME("x-original-uri"),
    NAME("x-permitted-cross-domain-policies"), NAME("x-powered-by"), NAME("x-real-ip"),
    NAME("x-request-id"), NAME("x-requested-with"), NAME("x-robots-tag"), NAME("x-runtime"),
    NAME("x-served-by"), NAME("x-timer"), NAME("x-trace-id"), NAME("x-varnish"), NAME("x-xss-protection"),
};

/* The same, by how they begin. */
static const struct slice mechanic_heads[] = {
    NAME("access-control-"), NAME("cf-"), NAME("fastly-"), NAME("fly-"), NAME("sec-"), NAME("x-akamai-"),
    NAME("x-amz-cf-"), NAME("x-azure-"), NAME("x-b3-"), NAME("x-datadog-"), NAME("x-envoy-"),
    NAME("x-forwarded-"), NAME("x-github-request"), NAME("x-ms-request"), NAME("x-newrelic-"),
    NAME("x-original-"), NAME("x-vercel-"),
};

/* Response fields an API author documents although they are standard. */
static const struct slice documented[] = {
    NAME("content-disposition"), NAME("content-range"), NAME("deprecation"), NAME("link"), NAME("location"),
    NAME("retry-after"), NAME("sunset"), NAME("x-total-count"),
};

/* Fields that carry keys, as real APIs name them. */
static const struct slice keys[] = {
    NAME("api-key"), NAME("apikey"), NAME("ocp-apim-subscription-key"), NAME("private-token"),
    NAME("x-access-token"), NAME("x-amz-security-token"), NAME("x-api-key"), NAME("x-api-token"),
    NAME("x-app-key"), NAME("x-application-key"), NAME("x-auth-key"), NAME("x-auth-token"),
    NAME("x-authorization"), NAME("x-client-secret"), NAME("x-goog-api-key"), NAME("x-service-token"),
    NAME("x-session-token"), NAME("x-shopify-access-token"), NAME("x-subscription-token"), NAME("x-token"),
    NAME("x-user-token"), NAME("x-vault-token"),
};

/* Fields that say "key" or "token" and carry none. */
static const struct slice no_keys[] = {
    NAME("continuation-token"), NAME("csrf-token"), NAME("idempotency-key"), NAME("public-key-pins"),
    NAME("sec-websocket-key"), NAME("surrogate-key"), NAME("x-cache-key"), NAME("x-csrf-token"),
    NAME("x-csrftoken"), NAME("x-idempotency-key"), NAME("x-page-token"), NAME("x-xsrf-token"),
};

/* Words in the names of fields whose values are random and no secrets. */
static const struct slice other_things[] = {
    NAME("accept"), NAME("agent"), NAME("cache"), NAME("cf-"), NAME("client-id"), NAME("content"),
    NAME("cookie"), NAME("correl"), NAME("cursor"), NAME("device"), NAME("digest"), NAME("etag"),
    NAME("hash"), NAME("match"), NAME("nonce"), NAME("page"), NAME("range"), NAME("request"), NAME("sec-"),
    NAME("signature"), NAME("span"), NAME("trace"), NAME("tracking"), NAME("transaction"), NAME("version"),
    NAME("visitor"), NAME("x-amz"),
};
/* clang-format on */

static bool is_listed(const struct slice *list, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].len == name.len && slice_eq_nocase(list[i], name))
            return true;
    return false;
}

#define LISTED(list, name) is_listed((list), sizeof(list) / sizeof *(list), (name))

static bool is_mechanic(struct slice name)
{
    if (LISTED(mechanics, name))
        return true;
    for (size_t i = 0; i < sizeof mechanic_heads / sizeof *mechanic_heads; i++)
        if (slice_starts_with_nocase(name, mechanic_heads[i]))
            return true;
    return false;
}

static uint16_t key_flags(struct slice name)
{
    static const struct slice hints[] = { NAME("key"), NAME("token"), NAME("secret"), NAME("auth") };
    uint16_t flags = LISTED(keys, name) ? FIELD_KEY : 0;

    if (LISTED(no_keys, name))
        return FIELD_NO_KEY;
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (slice_contains_nocase(name, hints[i]))
            flags |= FIELD_KEY_LIKE;
    for (size_t i = 0; i < sizeof other_things / sizeof *other_things; i++)
        if (slice_contains_nocase(name, other_things[i]))
            flags |= FIELD_NO_SECRET;
    return flags;
}

uint16_t field_classify(struct slice name)
{
    static const struct {
        struct slice name;
        uint16_t flag;
    } singular[] = {
        { NAME("authorization"), FIELD_AUTHORIZATION },
        { NAME("cookie"), FIELD_COOKIE },
        { NAME("content-type"), FIELD_CONTENT_TYPE },
        { NAME("user-agent"), FIELD_USER_AGENT },
        { NAME("deprecation"), FIELD_DEPRECATION },
        { NAME("sunset"), FIELD_DEPRECATION },
        { NAME("client-cert"), FIELD_CLIENT_CERTIFICATE },
        { NAME("x-client-cert"), FIELD_CLIENT_CERTIFICATE },
        { NAME("x-ssl-client-cert"), FIELD_CLIENT_CERTIFICATE },
        { NAME("x-forwarded-client-cert"), FIELD_CLIENT_CERTIFICATE },
        { NAME("x-amzn-mtls-clientcert"), FIELD_CLIENT_CERTIFICATE },
    };
    uint16_t flags = is_mechanic(name) ? FIELD_MECHANIC : 0;

    for (size_t i = 0; i < sizeof singular / sizeof *singular; i++)
        if (slice_eq_nocase(name, singular[i].name))
            flags |= singular[i].flag;
    if (LISTED(documented, name))
        flags |= FIELD_DOCUMENTED;
    return flags | key_flags(name);
}

enum field_id field_identify(struct slice name)
{
    static const struct slice names[FIELD_IDS] = {
#define FIELD(id, name) [FIELD_ID_##id] = SLICE_TEXT(name),
#include "exchange/known_fields.list"
#undef FIELD
    };

    for (size_t i = 1; i < FIELD_IDS; i++)
        if (names[i].len == name.len && slice_eq_nocase(names[i], name))
            return (enum field_id)i;
    return FIELD_ID_OTHER;
}

_Static_assert(FIELD_IDS <= 64, "a bit of fields.present for each");

/* The place of a name, made when it is new. */
static uint16_t remember(struct field_memory *memory, struct slice name)
{
    size_t set = hash_table(name) % FIELD_SETS;
    size_t place = set * FIELD_WAYS, end = place + FIELD_WAYS;
    struct field_known *known;

    for (; place < end; place++)
        if (slice_eq(slice_make(memory->known[place].name, memory->known[place].len), name))
            return (uint16_t)place;
    place = set * FIELD_WAYS + memory->give_up[set]++ % FIELD_WAYS;
    known = &memory->known[place];
    known->flags = field_classify(name);
    known->id = (uint8_t)field_identify(name);
    known->len = (uint8_t)name.len;
    memcpy(known->name, name.at, name.len);
    return (uint16_t)place;
}

/* Both of one length, which is not 0. Most names have 8 to 16 bytes: two loads, that may overlap. */
static inline bool same_bytes(const char *a, const char *b, size_t len)
{
    uint64_t a_head, a_tail, b_head, b_tail;

    if (len < 8 || len > 16)
        return memcmp(a, b, len) == 0;
    memcpy(&a_head, a, 8);
    memcpy(&b_head, b, 8);
    memcpy(&a_tail, a + len - 8, 8);
    memcpy(&b_tail, b + len - 8, 8);
    return ((a_head ^ b_head) | (a_tail ^ b_tail)) == 0;
}

/* *guess is where the place of this field is guessed, and then of the next one. */
static uint16_t recall(struct field_memory *memory, uint16_t **guess, struct slice name, uint8_t *ret_id)
{
    struct field_known *known = &memory->known[**guess];

    if (name.len == 0 || name.len > sizeof known->name) {
        *ret_id = FIELD_ID_OTHER; /* none of them is that long */
        return field_classify(name);
    }
    if (known->len != name.len || !same_bytes(known->name, name.at, name.len)) {
        **guess = remember(memory, name);
        known = &memory->known[**guess];
    }
    *guess = &known->followed_by;
    *ret_id = known->id;
    return known->flags;
}

bool fields_read(struct field_memory *memory, const struct message *message, bool is_response,
                 struct arena *arena, struct fields *ret)
{
    size_t count = message->header_count;
    uint16_t *flags = arena_get(arena, (count + 1) * (sizeof *flags + sizeof *ret->ids));
    uint16_t *guess = &memory->begins_with[is_response];
    uint8_t *ids = (uint8_t *)(flags ? flags + count + 1 : NULL);

    *ret = (struct fields){ .headers = message->headers };
    if (!flags)
        return false;
    for (size_t i = 0; i < count; i++) {
        flags[i] = recall(memory, &guess, message->headers[i].name, &ids[i]);
        ret->any |= flags[i];
        ret->present |= 1ull << ids[i];
    }
    ret->flags = flags;
    ret->ids = ids;
    ret->count = count;
    return true;
}

struct slice fields_find(const struct fields *fields, enum field_flag flag)
{
    for (size_t i = 0; fields->any & flag && i < fields->count; i++)
        if (fields->flags[i] & flag)
            return fields->headers[i].value;
    return (struct slice){ NULL, 0 };
}

struct slice fields_value(const struct fields *fields, enum field_id id)
{
    for (size_t i = 0; fields_have(fields, id) && i < fields->count; i++)
        if (fields->ids[i] == id)
            return fields->headers[i].value;
    return (struct slice){ NULL, 0 };
}
