/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/credential.h"

#include "base/byte.h"
#include "base/hash.h"
#include "http/cookie.h"

#include <sodium.h>

static const char *const key_queries[] = {
    "api_key", "apikey",        "api-key",    "access_token", "auth_token",       "app_key",
    "key",     "token",         "access_key", "auth",         "subscription-key", "client_secret",
    "app_id",  "session_token", "sessionid",  "sid",          "X-Amz-Signature",  "sig",
    "code",
};

/* JSESSIONID, PHPSESSID, ASP.NET_SessionId and connect.sid have one of them as well. */
static const struct slice session_words[] = { SLICE_TEXT("sess"),  SLICE_TEXT("sid"), SLICE_TEXT("auth"),
                                              SLICE_TEXT("token"), SLICE_TEXT("jwt"), SLICE_TEXT("login") };

/* token68 of RFC 9110 11.2, and what else keys are joined with. */
static bool is_token_character(char c)
{
    switch (c) {
    case '-':
    case '_':
    case '.':
    case '=':
    case '+':
    case '/':
    case '%':
    case ':':
    case '~':
    case '|': return true;
    default: return byte_is_alphanumeric(c);
    }
}

/* Long enough and mixed enough to be a secret rather than a word, a number or a flag. */
bool credential_looks_secret(struct slice value, size_t least)
{
    size_t digits = 0, letters = 0, upper = 0, other = 0;

    if (value.len < least || value.len > 8192)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];

        digits += byte_is_digit(c);
        letters += byte_is_letter(c);
        upper += byte_is_upper(c);
        other += !is_token_character(c);
    }
    if (other)
        return false;
    return letters && (digits || (upper && upper < letters)) && digits + letters >= least;
}

/* header.payload.signature in base64url, the header an object: "eyJ" is base64url of '{"'. */
static bool is_jwt(struct slice token)
{
    const char *first, *second, *end = token.at + token.len;

    if (!slice_starts_with(token, SLICE("eyJ")))
        return false;
    first = memchr(token.at, '.', token.len);
    second = first ? memchr(first + 1, '.', (size_t)(end - first - 1)) : NULL;
    return second && second - first > 4 && !memchr(second + 1, '.', (size_t)(end - second - 1)) &&
           !memchr(token.at, ' ', token.len);
}

void keyed_hash(const uint8_t key[KEYED_HASH_KEY], struct slice value, uint64_t ret[2])
{
    crypto_shorthash_siphashx24((unsigned char *)ret, (const unsigned char *)value.at, value.len, key);
}

static const struct credential_known *recall(struct credential_memory *memory, struct slice value)
{
    uint64_t proof[2];
    struct credential_known *known;

    hash_table_wide(value, proof);
    known = &memory->known[proof[0] % CREDENTIAL_KNOWN];
    if (known->proof[0] == proof[0] && known->proof[1] == proof[1])
        return known;
    *known = (struct credential_known){ .proof = { proof[0], proof[1] },
                                        .content = hash_content(value),
                                        .is_jwt = is_jwt(value) };
    keyed_hash(memory->key, value, known->keyed);
    return known;
}

struct found {
    struct credential_memory *memory;
    struct credential *at;
    size_t count;
};

static void add(struct found *found, enum credential_kind kind, struct slice name, struct slice value)
{
    const struct credential_known *known;

    if (found->count == CREDENTIAL_MOST)
        return;
    known = recall(found->memory, value);
    found->at[found->count++] = (struct credential){
        .kind = kind,
        .is_jwt = known->is_jwt,
        .name = name,
        .value = value,
        .content = known->content,
        .keyed = { known->keyed[0], known->keyed[1] },
    };
}

/* The parameter of an Authorization value that stays the same from request to request: the rest are nonces
 * and signatures, and would make every request somebody else's. */
static const struct {
    struct slice scheme, parameter;
} steady[] = {
    { SLICE_TEXT("Digest"), SLICE_TEXT("username") },             /* RFC 7616 */
    { SLICE_TEXT("AWS4-HMAC-SHA256"), SLICE_TEXT("Credential") }, /* key id / date / region / service */
    { SLICE_TEXT("OAuth"), SLICE_TEXT("oauth_token") },           /* RFC 5849 */
    { SLICE_TEXT("Hawk"), SLICE_TEXT("id") },
    { SLICE_TEXT("Signature"), SLICE_TEXT("keyId") },
};

static struct slice parameter_of(struct slice value, struct slice name)
{
    while (value.len) {
        struct slice one = slice_trim(slice_cut(&value, ','));
        struct slice found = slice_trim(slice_cut(&one, '='));
        if (slice_eq_nocase(found, name)) {
            one = slice_trim(one);
            if (one.len >= 2 && one.at[0] == '"' && one.at[one.len - 1] == '"')
                one = (struct slice){ one.at + 1, one.len - 2 };
            return slice_cut(&one, '/');
        }
    }
    return (struct slice){ NULL, 0 };
}

static struct slice steady_part(struct slice scheme, struct slice value)
{
    for (size_t i = 0; i < sizeof steady / sizeof *steady; i++) {
        if (!slice_eq_nocase(scheme, steady[i].scheme))
            continue;
        struct slice part = parameter_of(value, steady[i].parameter);
        return part.len ? part : value;
    }
    return value;
}

static void authorization(struct found *found, struct slice value)
{
    struct slice rest = slice_trim(value), scheme = slice_cut(&rest, ' ');

    rest = slice_trim(rest);
    if (scheme.len == 0)
        return;
    if (rest.len == 0)
        add(found, is_jwt(scheme) ? CREDENTIAL_BEARER : CREDENTIAL_OTHER, (struct slice){ "", 0 }, scheme);
    else if (slice_eq_nocase(scheme, SLICE("Bearer")))
        add(found, CREDENTIAL_BEARER, (struct slice){ "", 0 }, rest);
    else if (slice_eq_nocase(scheme, SLICE("Basic")))
        add(found, CREDENTIAL_BASIC, (struct slice){ "", 0 }, rest);
    else if (slice_eq_nocase(scheme, SLICE("Digest")))
        add(found, CREDENTIAL_DIGEST, (struct slice){ "", 0 }, steady_part(scheme, rest));
    else
        add(found, CREDENTIAL_OTHER, scheme, steady_part(scheme, rest));
}

/* A header of a company's own that carries what only a generator writes: 20 or more characters of digits and
 * both cases without separators, under a name that promises nothing else. */
static bool is_unnamed_key(struct slice value, uint16_t flags)
{
    size_t digits = 0, upper = 0, lower_case = 0;

    if (value.len < 20 || value.len > 512 || flags & FIELD_NO_SECRET)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        digits += byte_is_digit(value.at[i]);
        upper += byte_is_upper(value.at[i]);
        lower_case += value.at[i] >= 'a' && value.at[i] <= 'z';
    }
    return digits + upper + lower_case == value.len && digits >= 2 && upper >= 4 && lower_case >= 4;
}

static bool is_key_header(struct slice value, uint16_t flags)
{
    if (flags & FIELD_KEY)
        return value.len >= 6;
    if (flags & (FIELD_NO_KEY | FIELD_MECHANIC | FIELD_DOCUMENTED))
        return false;
    return flags & FIELD_KEY_LIKE ? credential_looks_secret(value, 12) : is_unnamed_key(value, flags);
}

static void header_keys(struct found *found, const struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        if (is_key_header(fields->headers[i].value, fields->flags[i]))
            add(found, CREDENTIAL_API_KEY_HEADER, fields->headers[i].name, fields->headers[i].value);
}

/* What a proxy that ended TLS says of the client's certificate. */
static void client_certificates(struct found *found, const struct fields *fields)
{
    for (size_t i = 0; fields->any & FIELD_CLIENT_CERTIFICATE && i < fields->count; i++)
        if ((fields->flags[i] & FIELD_CLIENT_CERTIFICATE) && fields->headers[i].value.len >= 16)
            add(found, CREDENTIAL_MUTUAL_TLS, fields->headers[i].name, fields->headers[i].value);
}

static void query_keys(struct found *found, struct slice target)
{
    struct slice rest = target;

    slice_cut(&rest, '?');
    while (rest.len) {
        struct slice value = slice_cut(&rest, '&'), name = slice_cut(&value, '=');
        bool listed = SLICE_AMONG_NOCASE(name, key_queries);
        bool plain = slice_eq_nocase(name, SLICE("code")) || slice_eq_nocase(name, SLICE("key")) ||
                     slice_eq_nocase(name, SLICE("auth")) || slice_eq_nocase(name, SLICE("app_id"));

        if (!listed &&
            (slice_contains_nocase(name, SLICE("api_key")) || slice_contains_nocase(name, SLICE("apikey")) ||
             slice_contains_nocase(name, SLICE("access_token"))))
            listed = true;
        if (listed && credential_looks_secret(value, plain ? 16 : 8))
            add(found, CREDENTIAL_API_KEY_QUERY, name, value);
    }
}

/* Stickiness of load balancers, bot managers and analytics that say "session" or hold "sid" by chance. */
static bool is_mechanic_cookie(struct slice name)
{
    static const struct slice parts[] = { SLICE_TEXT("csrf"),       SLICE_TEXT("xsrf"),
                                          SLICE_TEXT("incap"),      SLICE_TEXT("intercom"),
                                          SLICE_TEXT("optimizely"), SLICE_TEXT("analytics"),
                                          SLICE_TEXT("consent"),    SLICE_TEXT("affinity") };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (slice_contains_nocase(name, parts[i]))
            return true;
    return false;
}

#define COOKIE_LEAST 12 /* characters of a session's secret */

bool credential_is_session_cookie(struct slice name, struct slice value)
{
    /* RFC 6265bis 4.1.3: they say how the cookie was set, not what it is. */
    static const struct slice prefixes[] = { SLICE_TEXT("__Host-"), SLICE_TEXT("__Secure-") };

    if (value.len < COOKIE_LEAST)
        return false;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (slice_starts_with(name, prefixes[i]))
            name = slice_make(name.at + prefixes[i].len, name.len - prefixes[i].len);
    if (name.len && name.at[0] == '_' && !slice_contains_nocase(name, SLICE("session")))
        return false; /* _ga, _gid, _fbp: analytics */
    for (size_t i = 0; i < sizeof session_words / sizeof *session_words; i++)
        if (slice_contains_nocase(name, session_words[i]))
            return !is_mechanic_cookie(name) && credential_looks_secret(value, COOKIE_LEAST);
    return false;
}

static void cookie_keys(struct found *found, struct slice cookies)
{
    struct slice name, value;

    while (cookie_next(&cookies, &name, &value))
        if (credential_is_session_cookie(name, value))
            add(found, CREDENTIAL_COOKIE, name, value);
}

size_t credential_find(struct credential_memory *memory, const struct fields *fields, struct slice target,
                       struct credential ret[CREDENTIAL_MOST])
{
    struct found found = { memory, ret, 0 };

    authorization(&found, fields_find(fields, FIELD_AUTHORIZATION));
    header_keys(&found, fields);
    if (target.len && memchr(target.at, '?', target.len))
        query_keys(&found, target);
    cookie_keys(&found, fields_find(fields, FIELD_COOKIE));
    client_certificates(&found, fields);
    return found.count;
}
