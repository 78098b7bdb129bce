/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/parts.h"

#include "http/cookie.h"
#include "http/form.h"
#include "http/media.h"
#include "http/multipart.h"
#include "http/url.h"

/* ---- names that are mechanics, not API ---- */

/* In lower case. */
static const char *const mechanics[] = {
    "dnt", "via", "age", "host", "date", "from", "etag", "vary", "allow", "cookie", "accept", "origin", "expect",
    "pragma", "server", "upgrade", "referer", "trailer", "expires", "priority", "alt-svc", "nel", "range", "if-match",
    "if-range", "connection", "set-cookie", "user-agent", "keep-alive", "tracestate", "save-data", "b3", "te", "x-real-ip",
    "report-to", "forwarded", "early-data", "traceparent", "content-type", "content-md5", "x-request-id", "max-forwards",
    "x-powered-by", "x-runtime", "x-cache", "x-served-by", "x-timer", "x-varnish", "x-trace-id", "x-cache-hits",
    "accept-ranges", "authorization", "cache-control", "last-modified", "if-none-match", "x-http-method",
    "accept-charset", "accept-encoding", "accept-language", "content-length", "x-frame-options", "x-amzn-trace-id",
    "content-language", "content-encoding", "content-location", "if-modified-since", "if-unmodified-since",
    "referrer-policy", "proxy-connection", "transfer-encoding", "x-correlation-id", "x-xss-protection", "server-timing",
    "permissions-policy", "www-authenticate", "x-requested-with", "x-robots-tag", "x-download-options",
    "proxy-authorization", "proxy-authenticate", "x-content-type-options", "x-dns-prefetch-control",
    "content-security-policy", "strict-transport-security", "upgrade-insecure-requests", "x-cloud-trace-context",
    "cross-origin-opener-policy", "cross-origin-embedder-policy", "cross-origin-resource-policy", "timing-allow-origin",
    "x-permitted-cross-domain-policies", "content-security-policy-report-only", "expect-ct", "x-original-uri",
    "x-aspnet-version", "x-aspnetmvc-version", "x-device-id", "x-client-version", "cdn-loop", "true-client-ip",
};

static const char *const mechanic_heads[] = {
    "sec-", "x-forwarded-", "x-envoy-", "x-b3-", "x-amz-cf-", "cf-", "access-control-", "x-datadog-", "x-newrelic-",
    "fly-", "x-vercel-", "x-github-request", "x-ms-request", "x-azure-", "fastly-", "x-akamai-", "x-original-",
};

/* Response fields an API author documents although they are standard. */
static const char *const documented[] = {
    "location", "retry-after", "link", "deprecation", "sunset", "content-disposition", "content-range", "x-total-count",
};

static const char *const analytics_cookies[] = { "_ga", "_gid", "_gat", "_fb", "_hj", "_pk", "amplitude", "intercom", "ajs_", "optimizely", "__utm", "_gcl" };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins_nocase(struct slice text, const char *head)
{
    size_t len = strlen(head);

    return text.len >= len && slice_eq_nocase((struct slice){ text.at, len }, (struct slice){ head, len });
}

static bool listed(const char *const *list, size_t count, struct slice name)
{
    char first = name.len ? lower(name.at[0]) : '\0';

    for (size_t i = 0; i < count; i++)
        if (list[i][0] == first && slice_eq_nocase(name, slice_of(list[i])))
            return true;
    return false;
}

#define LISTED(list, name) listed((list), sizeof(list) / sizeof *(list), (name))

static bool is_mechanic(struct slice name)
{
    if (LISTED(mechanics, name))
        return true;
    for (size_t i = 0; i < sizeof mechanic_heads / sizeof *mechanic_heads; i++)
        if (begins_nocase(name, mechanic_heads[i]))
            return true;
    return false;
}

static bool is_credential(struct slice name, enum credential_kind kind, const struct credential *credentials, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (credentials[i].kind == kind && slice_eq(credentials[i].name, name))
            return true;
    return false;
}

/* ---- pairs ---- */

static size_t form_pairs(struct slice text, struct arena *arena, struct pair **ret)
{
    struct pair *pairs = text.len ? arena_get(arena, PARTS_PAIRS * sizeof *pairs) : NULL;
    struct form_pair pair;
    size_t count = 0;

    *ret = pairs;
    while (pairs && count < PARTS_PAIRS && form_next(&text, arena, &pair, NULL))
        if (pair.name.len)
            pairs[count++] = (struct pair){ .name = pair.name, .value = pair.value };
    return count;
}

size_t parts_query(const struct exchange *exchange, struct arena *arena, struct pair **ret)
{
    struct slice rest = exchange->target;

    slice_cut(&rest, '?');
    return form_pairs(rest, arena, ret);
}

bool parts_form(struct slice body, struct arena *arena, struct pair **ret, size_t *ret_count)
{
    *ret_count = form_pairs(body, arena, ret);
    return *ret_count > 0;
}

bool parts_multipart(const struct message *message, struct arena *arena, struct pair **ret, size_t *ret_count)
{
    struct pair *pairs = arena_get(arena, PARTS_PAIRS * sizeof *pairs);
    struct multipart walk;
    struct multipart_part part;
    enum step step = STEP_DONE;
    size_t count = 0;

    if (!pairs || !multipart_begin(&walk, message_header(message, SLICE("Content-Type")), message->body))
        return false;
    while (count < PARTS_PAIRS && (step = multipart_next(&walk, &part)) == STEP_MORE)
        if (part.name.len)
            pairs[count++] = (struct pair){ .name = part.name, .value = part.body, .is_file = part.has_filename };
    *ret = pairs;
    *ret_count = count;
    return step != STEP_BAD && count > 0;
}

size_t parts_headers(const struct message *message, const struct credential *credentials, size_t credential_count,
                     struct arena *arena, struct pair **ret)
{
    struct pair *pairs = NULL;
    size_t count = 0;

    for (size_t i = 0; i < message->header_count && count < PARTS_PAIRS; i++) {
        const struct header *header = &message->headers[i];

        if (is_mechanic(header->name) ||
            is_credential(header->name, CREDENTIAL_API_KEY_HEADER, credentials, credential_count))
            continue;
        if (!pairs && !(pairs = arena_get(arena, PARTS_PAIRS * sizeof *pairs)))
            break;
        pairs[count++] = (struct pair){ .name = header->name, .value = header->value };
    }
    *ret = pairs;
    return count;
}

size_t parts_response_headers(const struct message *message, struct arena *arena, struct pair **ret)
{
    struct pair *pairs = NULL;
    size_t count = 0;

    for (size_t i = 0; i < message->header_count && count < PARTS_PAIRS; i++) {
        const struct header *header = &message->headers[i];

        if (!LISTED(documented, header->name) && is_mechanic(header->name))
            continue;
        if (!pairs && !(pairs = arena_get(arena, PARTS_PAIRS * sizeof *pairs)))
            break;
        pairs[count++] = (struct pair){ .name = header->name, .value = header->value };
    }
    *ret = pairs;
    return count;
}

static bool is_analytics(struct slice name)
{
    for (size_t i = 0; i < sizeof analytics_cookies / sizeof *analytics_cookies; i++)
        if (begins_nocase(name, analytics_cookies[i]))
            return true;
    return false;
}

size_t parts_cookies(const struct message *message, const struct credential *credentials, size_t credential_count,
                     struct arena *arena, struct pair **ret)
{
    struct slice rest = message_header(message, SLICE("Cookie")), name, value;
    struct pair *pairs = rest.len ? arena_get(arena, PARTS_PAIRS * sizeof *pairs) : NULL;
    size_t count = 0;

    *ret = pairs;
    while (pairs && count < PARTS_PAIRS && cookie_next(&rest, &name, &value))
        if (name.len && !is_analytics(name) && !is_credential(name, CREDENTIAL_COOKIE, credentials, credential_count))
            pairs[count++] = (struct pair){ .name = name, .value = value };
    return count;
}

/* ---- bodies ---- */

static struct slice lower_case(struct slice text, struct arena *arena)
{
    bool changed = false;

    for (size_t i = 0; i < text.len; i++)
        changed |= lower(text.at[i]) != text.at[i];
    if (!changed)
        return text;
    text = arena_copy(arena, text);
    for (size_t i = 0; i < text.len; i++)
        ((char *)(uintptr_t)text.at)[i] = lower(text.at[i]);
    return text;
}

/* Without a media type, or with one that says nothing: JSON shows itself by its first character. */
static bool begins_like_json(struct slice body)
{
    size_t i = 0;

    while (i < body.len && (body.at[i] == ' ' || body.at[i] == '\n' || body.at[i] == '\r' || body.at[i] == '\t'))
        i++;
    return i < body.len && (body.at[i] == '{' || body.at[i] == '[');
}

struct parts_body parts_body_kind(const struct message *message, struct arena *arena)
{
    static const enum content_kind kinds[] = {
        [MEDIA_NONE] = CONTENT_BINARY, [MEDIA_JSON] = CONTENT_JSON,           [MEDIA_JSON_LINES] = CONTENT_TEXT,
        [MEDIA_FORM] = CONTENT_FORM,   [MEDIA_MULTIPART] = CONTENT_MULTIPART, [MEDIA_XML] = CONTENT_XML,
        [MEDIA_TEXT] = CONTENT_TEXT,   [MEDIA_BINARY] = CONTENT_BINARY,
    };
    struct parts_body body = { .kind = CONTENT_BINARY };
    struct media media;
    enum media_kind kind = MEDIA_NONE;

    if (media_read(message_header(message, SLICE("Content-Type")), &media)) {
        body.media_type = lower_case(media.essence, arena);
        kind = media_classify(&media);
        body.kind = kinds[kind];
    }
    if ((kind == MEDIA_NONE || slice_eq(body.media_type, SLICE("text/plain"))) && begins_like_json(message->body))
        body.kind = CONTENT_JSON;
    return body;
}

/* ---- target and authority ---- */

struct slice parts_path(const struct exchange *exchange)
{
    struct slice rest = exchange->target;

    return slice_cut(&rest, '?');
}

struct slice parts_decoded_path(const struct exchange *exchange, struct arena *arena)
{
    struct slice path = url_trim_slash(url_collapse_slashes(parts_path(exchange), arena));

    path = url_decode(path, arena, NULL);
    return path.len ? path : SLICE("/");
}

struct slice parts_service_key(const struct exchange *exchange, struct arena *arena)
{
    struct authority authority;
    struct slice key = { NULL, 0 };
    char text[ADDRESS_TEXT];

    if (exchange->authority.len && url_split_authority(exchange->authority, &authority))
        key = url_normal_authority(&authority, exchange->scheme, arena);
    if (key.len == 0) {
        address_format(&exchange->server, true, text);
        key = arena_copy(arena, slice_of(text));
    }
    return key;
}
