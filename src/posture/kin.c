/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/kin.h"

#include "posture/history.h"

#include "base/byte.h"
#include "base/hash.h"
#include "catalog/schema.h"
#include "exchange/secret.h"
#include "sensitive/sensitive.h"
#include "signal/jwt_facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define SHARED_LEAST 3   /* operations that two hosts of one API have in common */
#define SHARED_SHARE 0.6 /* of the smaller one's */

/* "v2", "V2.1", "v2beta1" by its numbers; 0: no version. */
static uint32_t version_of(struct slice segment)
{
    uint32_t major = 0, minor = 0;
    size_t at = 1;

    if (segment.len < 2 || segment.len > 8 || byte_lower(segment.at[0]) != 'v' ||
        !byte_is_digit(segment.at[1]))
        return 0;
    for (; at < segment.len && byte_is_digit(segment.at[at]); at++)
        major = 10 * major + (uint32_t)(segment.at[at] - '0');
    if (at < segment.len && segment.at[at] == '.')
        for (at++; at < segment.len && byte_is_digit(segment.at[at]); at++)
            minor = 10 * minor + (uint32_t)(segment.at[at] - '0');
    return at == segment.len && major < 1000 && minor < 1000 ? 1000 * major + minor : 0;
}

static bool is_parameter(struct slice part)
{
    return (part.at[0] == '{' && part.at[part.len - 1] == '}') ||
           (part.len > 2 && part.at[0] == '*' && part.at[part.len - 1] == '*');
}

uint64_t kin_hash(struct slice method, struct slice path, uint32_t *ret_version)
{
    uint64_t hash = hash_content(method);
    struct slice part;

    *ret_version = 0;
    while (slice_next(&path, '/', &part)) {
        uint32_t version = *ret_version ? 0 : version_of(part);

        if (version)
            *ret_version = version;
        else
            hash = hash_mix(hash, is_parameter(part) ? 1 : hash_content(part));
    }
    return hash;
}

static struct kin kin_of(const struct posture_endpoint *endpoint)
{
    struct kin kin = { .endpoint = endpoint };

    kin.hash = kin_hash(endpoint->endpoint->method, endpoint->endpoint->path, &kin.version);
    return kin;
}

static int order_kin(const void *a, const void *b)
{
    const struct kin *left = a, *right = b;

    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    if (left->version != right->version)
        return left->version < right->version ? -1 : 1;
    return (left->endpoint > right->endpoint) - (left->endpoint < right->endpoint);
}

bool kin_find(const struct posture_service *service, struct arena *arena, const struct kin **ret)
{
    struct kin *kin = arena_get_array(arena, service->endpoint_count + 1, sizeof *kin);

    if (!kin)
        return false;
    for (size_t i = 0; i < service->endpoint_count; i++)
        kin[i] = kin_of(&service->endpoints[i]);
    qsort(kin, service->endpoint_count, sizeof *kin, order_kin);
    *ret = kin;
    return true;
}

bool kin_next(const struct posture_service *service, size_t *cursor, const struct kin **ret_older,
              const struct kin **ret_newer)
{
    for (; *cursor < service->endpoint_count; ++*cursor) {
        const struct kin *older = &service->kin[*cursor], *newer = NULL;

        for (size_t i = *cursor + 1; i < service->endpoint_count && service->kin[i].hash == older->hash; i++)
            if (service->kin[i].version > older->version &&
                observed(service->kin[i].endpoint->endpoint->observations, MARK_answered))
                newer = &service->kin[i];
        if (newer && older->version && observed(older->endpoint->endpoint->observations, MARK_success)) {
            *ret_older = older;
            *ret_newer = newer;
            ++*cursor;
            return true;
        }
    }
    return false;
}

const struct posture_endpoint *kin_elsewhere(const struct kin *kin, const struct posture_service *other)
{
    size_t low = 0, high = other->endpoint_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct kin *candidate = &other->kin[middle];

        if (candidate->hash < kin->hash ||
            (candidate->hash == kin->hash && candidate->version < kin->version))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == other->endpoint_count || other->kin[low].hash != kin->hash ||
        other->kin[low].version != kin->version)
        return NULL;
    return other->kin[low].endpoint;
}

/* ---- hosts ---- */

/* Addresses have no owner: they are of one API when one of them is a server of the other (deploy.gateway_bypass). */
static bool are_of_one_owner(const struct service *one, const struct service *other)
{
    struct slice owner = jwt_owner_of(one->host);
    struct address address;

    if (address_parse(one->host, &address) || address_parse(other->host, &address) ||
        !memchr(owner.at, '.', owner.len))
        return false;
    return slice_eq_nocase(owner, jwt_owner_of(other->host));
}

/* Operations that any service may have say nothing: "/", "/health", "/login". */
static bool is_telling(const struct kin *kin)
{
    const uint32_t usual = PURPOSE_LOGIN | PURPOSE_LOGOUT | PURPOSE_DOCS | PURPOSE_OPERATIONS |
                           PURPOSE_SIGNUP | PURPOSE_RESET | PURPOSE_GRAPHQL;

    return !(kin->endpoint->purpose & usual) && kin->endpoint->endpoint->path.len > 1;
}

bool kin_share(const struct posture_service *one, const struct posture_service *other)
{
    const struct posture_service *small = one->endpoint_count <= other->endpoint_count ? one : other;
    const struct posture_service *large = small == one ? other : one;
    size_t shared = 0, telling = 0;

    for (size_t i = 0; i < small->endpoint_count; i++) {
        if (!is_telling(&small->kin[i]))
            continue;
        telling++;
        shared += kin_elsewhere(&small->kin[i], large) != NULL;
    }
    return shared >= SHARED_LEAST && (double)shared >= SHARED_SHARE * (double)telling;
}

bool kin_are_hosts(const struct posture_service *one, const struct posture_service *other)
{
    return one != other && are_of_one_owner(one->service, other->service) && kin_share(one, other);
}

/* ---- differences ---- */

#define NONE ((struct slice){ NULL, 0 })

static uint64_t seen(const struct posture_endpoint *endpoint, enum mark mark)
{
    return observed(endpoint->endpoint->observations, mark);
}

/* Answers without a credential that stand for what they look like. */
static uint64_t open_answers(const struct posture_endpoint *endpoint)
{
    uint64_t open = seen(endpoint, MARK_anonymous_success),
             doubtful = seen(endpoint, MARK_anonymous_doubtful);

    return open > doubtful ? open - doubtful : 0;
}

struct slice kin_open(struct reporter *reporter, const struct posture_endpoint *weak,
                      const struct posture_endpoint *strong, const char *other)
{
    uint64_t open = open_answers(weak), refused = seen(strong, MARK_anonymous_refused);

    if (open < 3 || seen(weak, MARK_anonymous_refused) || refused == 0 ||
        seen(strong, MARK_anonymous_success) || weak->purpose & PURPOSE_PUBLIC)
        return NONE;
    return report_text(reporter,
                       "answers without a credential (%" PRIu64 " answers 2xx); %s refused all %" PRIu64
                       " requests without one",
                       open, other, refused);
}

/* Answers that stop who tries too often: 429 (RFC 6585), 423 Locked, and at log-ins and codes 503. */
static uint64_t stops(const struct posture_endpoint *endpoint)
{
    const uint32_t guessed = PURPOSE_LOGIN | PURPOSE_CODE | PURPOSE_RESET;
    uint64_t count = 0;

    for (size_t i = 0; i < endpoint->endpoint->response_count; i++) {
        const struct response *response = &endpoint->endpoint->responses[i];

        if (response->status == 429 || response->status == 423 ||
            (response->status == 503 && endpoint->purpose & guessed))
            count += response->support.count;
    }
    return count;
}

struct slice kin_unlimited(struct reporter *reporter, const struct posture_endpoint *weak,
                           const struct posture_endpoint *strong, const char *other)
{
    uint64_t stopped = stops(strong), calls = weak->endpoint->support.count;
    uint64_t busiest = weak->history ? weak->history->busiest_minute : 0;

    if (stopped == 0 || stops(weak) || calls < 20 ||
        calls < 2 * (strong->endpoint->support.count - stopped) / 3 || (weak->history && busiest < 10))
        return NONE;
    return report_text(reporter,
                       "never stopped anybody in %" PRIu64 " calls (%" PRIu64
                       " by one caller within a minute); %s did %" PRIu64 " times",
                       calls, busiest, other, stopped);
}

struct slice kin_unchecked(struct reporter *reporter, const struct posture_endpoint *weak,
                           const struct posture_endpoint *strong, const char *other)
{
    uint64_t refused = seen(strong, MARK_credential_refused);
    uint64_t asked = seen(strong, MARK_answered) - seen(strong, MARK_anonymous);
    uint64_t calls = seen(weak, MARK_answered) > seen(weak, MARK_anonymous)
                         ? seen(weak, MARK_answered) - seen(weak, MARK_anonymous)
                         : 0;

    if (refused < 5 || asked == 0 || seen(strong, MARK_answered) < seen(strong, MARK_anonymous) ||
        seen(weak, MARK_credential_refused) || seen(weak, MARK_missing) ||
        !check_never(weak->service, calls, (double)refused / (double)asked / 2))
        return NONE;
    return report_text(reporter,
                       "never refused a credential in %" PRIu64 " calls; %s refused %" PRIu64 " of %" PRIu64,
                       calls, other, refused, asked);
}

/* Whether a field is missing nearly always here and hardly ever there. */
static bool lacks(const struct posture_endpoint *weak, const struct posture_endpoint *strong,
                  enum mark missing, enum mark of)
{
    uint64_t weak_of = seen(weak, of), strong_of = seen(strong, of);

    return weak_of >= 10 && strong_of >= 10 && seen(weak, missing) * 10 >= weak_of * 9 &&
           seen(strong, missing) * 20 <= strong_of;
}

struct slice kin_bare(struct reporter *reporter, const struct posture_endpoint *weak,
                      const struct posture_endpoint *strong, const char *other)
{
    bool sniffable = lacks(weak, strong, MARK_sniffable, MARK_body_success);
    bool hsts = lacks(weak, strong, MARK_hsts_missing, MARK_https_answered);
    bool cached = lacks(weak, strong, MARK_cache_unsaid, MARK_body_success);

    if (!sniffable && !hsts && !cached)
        return NONE;
    return report_text(reporter, "answers without %s%s%s%s%s, which %s sends",
                       sniffable ? "X-Content-Type-Options" : "", sniffable && (hsts || cached) ? ", " : "",
                       hsts ? "Strict-Transport-Security" : "", hsts && cached ? ", " : "",
                       cached ? "Cache-Control" : "", other);
}

struct slice kin_failing(struct reporter *reporter, const struct posture_endpoint *weak,
                         const struct posture_endpoint *strong, const char *other)
{
    uint64_t errors = weak->endpoint->by_class[5], calls = weak->endpoint->support.count;
    uint64_t other_errors = strong->endpoint->by_class[5], other_calls = strong->endpoint->support.count;

    if (calls < 30 || other_calls < 30 || errors * 5 < calls || other_errors * 50 > other_calls)
        return NONE;
    return report_text(reporter,
                       "failed in %" PRIu64 " of %" PRIu64 " calls (5xx); %s in %" PRIu64 " of %" PRIu64,
                       errors, calls, other, other_errors, other_calls);
}

/* ---- fields ---- */

#define WIDER_DEPTH 6
#define WIDER_SHOWN 3

struct wider {
    char names[160];
    size_t count;
};

static bool is_sensitive_name(struct slice name)
{
    class_set classes = sensitive_name(NULL, name);

    for (unsigned class = 0; class < DATA_BUILT_IN; class ++)
        if (classes & CLASS_BIT(class) &&
            data_class_row((enum data_class) class)->severity >= SEVERITY_MEDIUM)
            return true;
    return secret_is_named(name);
}

static void compare_fields(struct wider *wider, const struct field *weak, const struct field *strong,
                           unsigned depth)
{
    const struct field *member;
    size_t cursor = 0;

    if (weak->items && strong->items && depth < WIDER_DEPTH)
        compare_fields(wider, weak->items, strong->items, depth + 1);
    while (depth < WIDER_DEPTH && (member = schema_next(weak, &cursor))) {
        const struct field *same = schema_find(strong, member->key);
        size_t len = strlen(wider->names);

        if (same) {
            compare_fields(wider, member, same, depth + 1);
        } else if (strong->present >= 5 && weak->present >= 5 && is_sensitive_name(member->key)) {
            if (wider->count < WIDER_SHOWN)
                snprintf(wider->names + len, sizeof wider->names - len, "%s%.*s", wider->count ? ", " : "",
                         member->key.len < 40 ? (int)member->key.len : 40, member->key.at);
            wider->count++;
        }
    }
}

static const struct field *answer_of(const struct posture_endpoint *endpoint)
{
    for (size_t i = 0; i < endpoint->endpoint->response_count; i++) {
        const struct response *response = &endpoint->endpoint->responses[i];

        for (size_t j = 0; response->status / 100 == 2 && j < response->content_count; j++)
            if (response->contents[j].kind == CONTENT_JSON && response->contents[j].schema)
                return schema_root(response->contents[j].schema);
    }
    return NULL;
}

struct slice kin_wider(struct reporter *reporter, const struct posture_endpoint *weak,
                       const struct posture_endpoint *strong, const char *other)
{
    const struct field *fields = answer_of(weak), *fewer = answer_of(strong);
    struct wider wider = { .count = 0 };

    if (fields && fewer)
        compare_fields(&wider, fields, fewer, 0);
    if (wider.count == 0)
        return NONE;
    return report_text(reporter, "hands out %zu sensitive field%s that %s does not: %s%s", wider.count,
                       wider.count == 1 ? "" : "s", other, wider.names,
                       wider.count > WIDER_SHOWN ? " ..." : "");
}
