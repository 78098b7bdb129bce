/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/credential.h"

#include <sodium.h>

/* Header fields that carry keys, as real APIs name them; beside these, any name that says key, token or secret. */
static const char *const key_headers[] = {
    "X-API-Key",       "API-Key",          "ApiKey",          "X-Auth-Token",     "X-Access-Token",   "X-Auth-Key",
    "X-Authorization", "X-Token",          "X-App-Key",       "X-Application-Key", "X-Client-Secret", "X-Session-Token",
    "X-Vault-Token",   "PRIVATE-TOKEN",    "X-Goog-Api-Key",  "Ocp-Apim-Subscription-Key", "X-Amz-Security-Token",
    "X-Api-Token",     "X-User-Token",     "X-Service-Token", "X-Shopify-Access-Token", "X-Subscription-Token",
};

static const char *const key_queries[] = {
    "api_key", "apikey", "api-key", "access_token", "auth_token", "app_key", "key", "token", "access_key", "auth",
    "subscription-key", "client_secret", "app_id", "session_token", "sessionid", "sid", "X-Amz-Signature", "sig", "code",
};

static const char *const session_cookies[] = {
    "session", "sess", "sid", "auth", "token", "jwt", "login", "connect.sid", "JSESSIONID", "PHPSESSID", "ASP.NET_SessionId",
};

/* Headers that say "key" or "token" and are none. */
static const char *const no_keys[] = {
    "Idempotency-Key", "X-Idempotency-Key", "X-CSRF-Token", "X-XSRF-Token", "CSRF-Token", "Sec-WebSocket-Key",
    "X-CSRFToken", "Public-Key-Pins", "Surrogate-Key", "X-Cache-Key", "Continuation-Token", "X-Page-Token",
};

#define LISTED(list, name) is_listed((list), sizeof(list) / sizeof *(list), (name))

static bool is_listed(const char *const *list, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++)
        if (slice_eq_nocase(name, slice_of(list[i])))
            return true;
    return false;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool contains_nocase(struct slice text, const char *part)
{
    size_t len = strlen(part);

    for (size_t i = 0; i + len <= text.len; i++) {
        size_t j = 0;

        while (j < len && lower(text.at[i + j]) == part[j])
            j++;
        if (j == len)
            return true;
    }
    return false;
}

/* Long enough and mixed enough to be a secret rather than a word, a number or a flag. */
static bool looks_secret(struct slice value, size_t least)
{
    size_t digits = 0, letters = 0, upper = 0, other = 0;

    if (value.len < least || value.len > 8192)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];

        digits += c >= '0' && c <= '9';
        letters += lower(c) >= 'a' && lower(c) <= 'z';
        upper += c >= 'A' && c <= 'Z';
        other += !strchr("-_.=+/%:~|", c) && !(c >= '0' && c <= '9') && !(lower(c) >= 'a' && lower(c) <= 'z');
    }
    if (other)
        return false;
    return letters && (digits || (upper && upper < letters)) && digits + letters >= least;
}

/* header.payload.signature in base64url, the header an object: "eyJ" is base64url of '{"'. */
static bool is_jwt(struct slice token)
{
    size_t dots = 0;

    if (!slice_starts_with(token, SLICE("eyJ")))
        return false;
    for (size_t i = 0; i < token.len; i++) {
        char c = token.at[i];
        bool plain = (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '_';

        dots += c == '.';
        if (!plain && c != '.')
            return false;
    }
    return dots == 2;
}

struct found {
    struct credential *at;
    size_t count;
};

static void add(struct found *found, enum credential_kind kind, struct slice name, struct slice value)
{
    if (found->count < CREDENTIAL_MOST)
        found->at[found->count++] = (struct credential){ kind, is_jwt(value), name, value };
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
        add(found, CREDENTIAL_DIGEST, (struct slice){ "", 0 }, rest);
    else
        add(found, CREDENTIAL_OTHER, scheme, rest);
}

/* A header of a company's own that carries what only a generator writes: 20 or more characters of digits and both cases
 * without separators, under a name that promises nothing else. */
static bool is_unnamed_key(const struct header *header)
{
    static const char *const other_things[] = { "request", "trace",  "correl", "span",   "nonce",  "signature", "etag",
                                                "digest",  "hash",   "cursor", "cache",  "version", "agent",    "cookie",
                                                "page",    "range",  "match",  "sec-",   "x-amz",  "cf-",       "content",
                                                "accept",  "device", "client-id", "visitor", "tracking", "transaction" };
    size_t digits = 0, upper = 0, lower_case = 0;

    if (header->value.len < 20 || header->value.len > 512)
        return false;
    for (size_t i = 0; i < header->value.len; i++) {
        char c = header->value.at[i];

        digits += c >= '0' && c <= '9';
        upper += c >= 'A' && c <= 'Z';
        lower_case += c >= 'a' && c <= 'z';
    }
    if (digits + upper + lower_case != header->value.len || digits < 2 || upper < 4 || lower_case < 4)
        return false;
    for (size_t i = 0; i < sizeof other_things / sizeof *other_things; i++)
        if (contains_nocase(header->name, other_things[i]))
            return false;
    return true;
}

static bool is_key_header(const struct header *header)
{
    struct slice name = header->name;

    if (LISTED(key_headers, name))
        return header->value.len >= 6;
    if (LISTED(no_keys, name))
        return false;
    if (is_unnamed_key(header))
        return true;
    if (!contains_nocase(name, "key") && !contains_nocase(name, "token") && !contains_nocase(name, "secret") &&
        !contains_nocase(name, "auth"))
        return false;
    return looks_secret(header->value, 12);
}

static void key_headers_of(struct found *found, const struct message *request)
{
    for (size_t i = 0; i < request->header_count; i++) {
        const struct header *header = &request->headers[i];

        /* Every name that may carry a key has one of these letters; most headers have left here. */
        if (header->name.len < 3 || header->value.len < 6 || slice_eq_nocase(header->name, SLICE("Authorization")) ||
            slice_eq_nocase(header->name, SLICE("Cookie")))
            continue;
        if (is_key_header(header))
            add(found, CREDENTIAL_API_KEY_HEADER, header->name, header->value);
    }
}

static void query_keys(struct found *found, struct slice target)
{
    struct slice rest = target;

    slice_cut(&rest, '?');
    while (rest.len) {
        struct slice value = slice_cut(&rest, '&'), name = slice_cut(&value, '=');
        bool listed = LISTED(key_queries, name);
        bool plain = slice_eq_nocase(name, SLICE("code")) || slice_eq_nocase(name, SLICE("key")) ||
                     slice_eq_nocase(name, SLICE("auth")) || slice_eq_nocase(name, SLICE("app_id"));

        if (!listed && (contains_nocase(name, "api_key") || contains_nocase(name, "apikey") || contains_nocase(name, "access_token")))
            listed = true;
        if (listed && looks_secret(value, plain ? 16 : 8))
            add(found, CREDENTIAL_API_KEY_QUERY, name, value);
    }
}

static void cookie_keys(struct found *found, struct slice cookies)
{
    while (cookies.len) {
        struct slice value = slice_trim(slice_cut(&cookies, ';')), name = slice_cut(&value, '=');
        bool session = false;

        if (name.len && name.at[0] == '_' && !contains_nocase(name, "session"))
            continue; /* _ga, _gid, _fbp: analytics */
        if (contains_nocase(name, "csrf") || contains_nocase(name, "xsrf"))
            continue;
        for (size_t i = 0; i < sizeof session_cookies / sizeof *session_cookies && !session; i++)
            session = contains_nocase(name, session_cookies[i]) || slice_eq_nocase(name, slice_of(session_cookies[i]));
        if (session && looks_secret(value, 12))
            add(found, CREDENTIAL_COOKIE, name, value);
    }
}

size_t credential_find(const struct exchange *exchange, struct credential ret[CREDENTIAL_MOST])
{
    struct found found = { ret, 0 };
    const struct message *request = &exchange->request;

    authorization(&found, message_header(request, SLICE("Authorization")));
    key_headers_of(&found, request);
    query_keys(&found, exchange->target);
    cookie_keys(&found, message_header(request, SLICE("Cookie")));
    return found.count;
}

void keyed_hash(const uint8_t key[KEYED_HASH_KEY], struct slice value, uint64_t ret[2])
{
    crypto_shorthash_siphashx24((unsigned char *)ret, (const unsigned char *)value.at, value.len, key);
}
